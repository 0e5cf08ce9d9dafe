import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderPackage } from '../../src/cli/folder-package';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { openFile } from '../../src/cli/node-files';
import type { TileSource } from '../../src/domain/ports';
import { DEFAULT_FIELD } from '../../src/domain/slide-fields/field';
import { runSlide, type FieldFrame } from '../../src/domain/slide-fields/run-slide';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { sourceValues } from '../../src/inference/source-payload';
import { openSource } from '../../src/io/open-source';
import { openTileSource } from '../../src/io/slide/open-tile-source';
import { compare } from './harness/pairs';
import { comparisonRow, skippedRow, type Row } from './harness/report';

const PACKAGE = fileURLToPath(new URL('../../models/blood-cell-detection/', import.meta.url));
const SLIDE = fileURLToPath(new URL('../../public/demo/smear-slide/smear-slide.tif', import.meta.url));

/**
 * P6b: a model led over a slide, tiles read and decoded, fields composed, findings joined, against the same model over the
 * same fields that are held in memory. Throughput with reading over throughput without is the inverse of the ratio.
 */
export async function slideInference(): Promise<readonly Row[]> {
  const what = 'the shipped detector over the demo slide, tiles read as it goes; the same fields from memory';
  if (!existsSync(join(PACKAGE, 'manifest.json'))) return [skippedRow('P6b', what, 'the package is not there')];
  if (!existsSync(SLIDE)) return [skippedRow('P6b', what, 'the demo slide is not built')];
  configureNodeCodecs();
  const session = await ModelSession.load(await readPackage(folderPackage(PACKAGE)), nodeRuntime(2));
  const [source] = session.model.summary.sources;
  if (source === undefined) return [skippedRow('P6b', what, 'the package reads nothing')];
  const model = ({ frame, spacing }: FieldFrame): ReturnType<ModelSession['run']> =>
    session.run(sourceValues(new Map([[source.id, { kind: 'frame', frame, spacing, modalityLut: null }]])));
  const lead = async (answer: Parameters<typeof runSlide>[1]): Promise<void> => {
    const tiles = await openTiles();
    await runSlide({ tiles, plane: 0, area: null, field: source.field ?? DEFAULT_FIELD, labels: [] }, answer, () => undefined);
  };
  const held: FieldFrame[] = [];
  await lead((field) => {
    held.push(field);
    return Promise.resolve({ outputs: [], checks: [] });
  });
  const compared = await compare(
    () => timed(() => lead(model)),
    () =>
      timed(async () => {
        for (const field of held) await model(field);
      }),
  );
  await session.release();
  return [comparisonRow('P6b', `${what} (${String(held.length)} fields)`, compared, '≤ 1.11')];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Opened anew each time: nothing that was read before is kept. */
async function openTiles(): Promise<TileSource> {
  const { blob } = await openFile(SLIDE);
  const outcome = await openSource(blob, SLIDE);
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error('the demo slide does not open');
  return openTileSource([blob], part.locator);
}
