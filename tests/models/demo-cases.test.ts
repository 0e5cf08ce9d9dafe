import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderPackage } from '../../src/cli/folder-package';
import { runModel } from '../../src/cli/run-model';
import { DRAWINGS } from '../../src/domain/demo/draw-case';
import { DEMO_CASES, type DrawnCaseId } from '../../src/domain/demo/case-list';
import { applicability } from '../../src/inference/packages/applicability';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { importFiles } from '../io/support/open';

/** The packages on the cases that are drawn for them: a synthetic picture says nothing of their quality, but must be accepted. */
const MODELS = new URL('../../models/', import.meta.url).pathname;

interface Line {
  readonly outputs: readonly {
    readonly id: string;
    readonly decision?: string | readonly string[];
    readonly probabilities?: Readonly<Record<string, number>>;
    readonly measurements?: readonly { readonly name: string; readonly value: number }[];
  }[];
}

/** What the command line says of a drawn case, a line an image, a row or a text. */
async function answers(model: string, id: DrawnCaseId): Promise<readonly Line['outputs'][]> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-demo-'));
  try {
    for (const { name, bytes } of DRAWINGS[id].draw().files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const lines: Line[] = [];
    const sink = { result: (line: string) => lines.push(JSON.parse(line) as Line), note: () => undefined };
    const command = { kind: 'run', model: `${MODELS}${model}`, inputs: [folder], out: null, spacing: null, spacings: null, region: null, threads: null } as const;
    expect(await runModel(command, nodeRuntime(1), sink)).toBe(true);
    return lines.map(({ outputs }) => outputs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const decision = (outputs: Line['outputs'] | undefined, id: string): unknown => outputs?.find((output) => output.id === id)?.decision;

// The slide of tissue is several millimetres wide: it has a test of its own.
const accepted = DEMO_CASES.flatMap((one) => (one.made === 'drawn' && one.id !== 'tissue-slide' ? one.models.map((model) => [one.id, model] as const) : []));

describe('every model accepts the case drawn for it', () => {
  it.each(accepted)('%s: %s', async (id, model) => {
    const { manifest } = await readPackage(folderPackage(`${MODELS}${model}`));
    const files = Object.fromEntries(DRAWINGS[id].draw().files.map(({ name, bytes }) => [name, Uint8Array.from(bytes)]));
    const { series } = await importFiles(files);
    expect(series.length).toBe(id === 'cine-mri' ? 3 : 1);
    for (const one of series) expect(applicability(manifest, one)).toEqual({ verdict: 'yes', reasons: [] });
  });
});

describe('answers that a reader can check by eye', () => {
  it('the circumference of the fetal head is that of the ellipse', async () => {
    const [outputs] = await answers('fetal-head-ultrasound', 'fetal-head');
    const found = outputs?.flatMap(({ measurements }) => measurements ?? []).find(({ name }) => name === 'circumference')?.value ?? 0;
    const [a, b] = [246 * 0.13, 194 * 0.13];
    // Ramanujan's first approximation, within a hundredth of a millimetre here.
    const ellipse = Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b)));
    expect(Math.abs(found - ellipse)).toBeLessThan(3);
  });

  it('the narratives get the codes that they were written for', async () => {
    const found = await answers('injury-coding', 'injury-notes');
    expect(found.map((outputs) => decision(outputs, 'body_part'))).toEqual(['Hand', 'Eyeball', 'Finger', 'Foot', 'Ankle']);
    expect(decision(found[2], 'diagnosis')).toBe('Laceration');
  });

  it('the risks of the made-up patients rise with how ill they are', async () => {
    const risks = (await answers('aki-outcome', 'aki-table')).map(
      (outputs) => outputs.find(({ id }) => id === 'composite_outcome')?.probabilities?.['1'] ?? Number.NaN,
    );
    expect(risks.length).toBe(3);
    expect(risks).toEqual([...risks].sort((a, b) => a - b));
    expect(risks[2]).toBeGreaterThan(0.5);
  });

  it('the letter about an infected prosthesis goes to microbiology and surgery', async () => {
    const [outputs] = await answers('french-specialty-router', 'french-letter');
    expect(decision(outputs, 'specialities')).toEqual(['microbiology', 'surgery']);
  });
});
