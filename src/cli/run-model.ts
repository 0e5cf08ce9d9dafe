import { AppError, toAppError } from '../domain/errors';
import { ModelSession } from '../inference/model-session';
import { applicability } from '../inference/packages/applicability';
import { readPackage } from '../inference/packages/read-package';
import type { ModelOutput } from '../inference/result';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { folderPackage } from './folder-package';
import { openImages, type Input } from './open-images';

interface Finding {
  readonly label: string;
  readonly score: number;
  /** x, y, width, height in pixels of the image as displayed. */
  readonly box: readonly [number, number, number, number];
  /** Place in the series, from 1, where it has several frames. */
  readonly frame?: number;
}

/** Where lines go; apart, so that nothing but results reaches standard output. */
export interface RunSink {
  result(line: string): void;
  note(line: string): void;
}

/**
 * Runs one package over many inputs in order, one session for all of them.
 * @returns whether every input succeeded.
 * @throws AppError where the package itself cannot be used.
 */
export async function runModel(folder: string, inputs: readonly string[], runtime: NetworkRuntime, sink: RunSink): Promise<boolean> {
  const started = performance.now();
  const session = await ModelSession.load(await readPackage(folderPackage(folder)), runtime);
  let load = performance.now() - started;
  let succeeded = true;
  for (const argument of inputs) {
    for (const input of await openImages(argument)) {
      if (input.kind === 'skipped') {
        sink.note(`${input.input}: left out (${input.code})`);
        continue;
      }
      try {
        if (input.kind === 'failed') throw new AppError(input.code, 'the file cannot be read as an image');
        sink.result(JSON.stringify(await runInput(session, input, load)));
        load = 0;
      } catch (error) {
        succeeded = false;
        const { code, message } = toAppError(error);
        sink.result(JSON.stringify({ input: input.input, ...seriesField(input), error: { code, message } }));
      }
    }
  }
  await session.release();
  return succeeded;
}

type ImageInput = Extract<Input, { kind: 'image' }>;

function seriesField(input: Input): { readonly series?: string } {
  return input.kind === 'image' && input.seriesUid !== null ? { series: input.seriesUid } : {};
}

async function runInput(session: ModelSession, input: ImageInput, load: number): Promise<Record<string, unknown>> {
  const { summary, manifest } = session.model;
  const { verdict, reasons } = applicability(manifest, input.series);
  if (verdict === 'no') throw new AppError('model-not-applicable', reasons.map(({ en }) => en).join(' '));
  const { frames } = input.series;
  const ms = { load, pre: 0, run: 0, post: 0 };
  const findings: Finding[] = [];
  for (const [index, frame] of frames.entries()) {
    const decoding = performance.now();
    const pixels = await input.decode(frame);
    ms.pre += performance.now() - decoding;
    const { outputs, timing } = await session.run(pixels);
    ms.pre += timing.pre;
    ms.run += timing.run;
    ms.post += timing.post;
    const place = frames.length > 1 ? { frame: index + 1 } : {};
    for (const output of outputs) findings.push(...findingsOf(output).map((finding) => ({ ...finding, ...place })));
  }
  return {
    input: input.input,
    ...seriesField(input),
    model: { id: summary.id, version: summary.version, sha256: summary.weightsSha256 },
    provider: session.provider,
    ms: Object.fromEntries(Object.entries(ms).map(([part, value]) => [part, Math.round(value * 100) / 100])),
    threshold: summary.threshold.value,
    findings,
    outputs: [],
  };
}

function findingsOf(output: ModelOutput): Finding[] {
  return output.boxes.map(({ label, score, box }) => ({ label, score, box: [box.x, box.y, box.width, box.height] }));
}
