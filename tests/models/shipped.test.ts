import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { checkModel } from '../../src/cli/check-model';
import { folderPackage } from '../../src/cli/folder-package';
import { frameSource } from '../inference/fixtures/tiny-package';
import { runGoldenTest } from '../../src/inference/golden-test';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';

const models = new URL('../../models/', import.meta.url).pathname;
const folders = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${models}${entry.name}/manifest.json`))
  .map(({ name }) => name);
const runtime = nodeRuntime(2);

/** What the package reads: `image`, `table`, `text` … */
function readsOf(folder: string): string {
  const { sources } = JSON.parse(readFileSync(`${models}${folder}/manifest.json`, 'utf8')) as { sources: readonly { kind: string }[] };
  return sources.map(({ kind }) => kind).join();
}

it('there is a package to ship', () => {
  expect(folders).toContain('blood-cell-detection');
});

describe.each(folders)('%s', (folder) => {
  const path = `${models}${folder}`;
  let session: ModelSession | null = null;
  afterAll(() => session?.release());

  it('passes the check of the command line', async () => {
    expect(await checkModel(path, runtime)).toMatchObject({ passed: true, line: expect.stringMatching(/^ok /) as string });
  });

  it('is named as its folder, states its limits in both languages, and fits the app’s budget', async () => {
    const { summary } = await readPackage(folderPackage(path));
    expect(summary.id).toBe(folder);
    for (const text of [summary.name, summary.description, ...Object.values(summary.intendedUse).filter((value) => typeof value !== 'string')]) {
      expect(text.fr.length).toBeGreaterThan(3);
      expect(text.fr).not.toBe(text.en);
    }
    expect(summary.card.length).toBeGreaterThan(200);
    expect(summary.size).toBeLessThan(10_000_000);
  });

  it.runIf(readsOf(folder) === 'image')('answers inside the image, whatever its shape', async () => {
    const model = await readPackage(folderPackage(path));
    session = await ModelSession.load(model, runtime);
    // A model that goes by the size of things is told one.
    const spacing = model.manifest.pipeline.some(({ step }) => step === 'Spacing') ? ([1e-4, 1e-4] as const) : null;
    expect((await runGoldenTest(session)).passed).toBe(true);
    for (const [rows, columns] of [
      [1, 1],
      [3, 400],
      [200, 100],
    ] as const) {
      const pixels = Uint8Array.from({ length: rows * columns * 3 }, (_, i) => (i * 31) % 256);
      const frame = { rows, columns, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, signed: false, photometric: 'RGB', pixels, palette: null } as const;
      for (const output of (await session.run(frameSource(frame, spacing))).outputs) {
        for (const { score, box } of output.kind === 'boxes' ? output.boxes : []) {
          expect(score).toBeGreaterThanOrEqual(0.01);
          expect(score).toBeLessThanOrEqual(1);
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(columns + 1e-9);
          expect(box.y + box.height).toBeLessThanOrEqual(rows + 1e-9);
        }
      }
    }
  });
});
