import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { runModel } from '../../src/cli/run-model';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';

/**
 * The packages of tables, texts and single images, by the command line on a fixed part of their training folders: the whole
 * chain, from the file to the decision. Packages of folds and of one fit have learnt from these cases, so their floors guard
 * the chain; the cells and fields of the blood models are of their validation parts. What the models are worth on unseen
 * cases is in their `measured.json`.
 */
const DATA = new URL('../../../shared/data/train/', import.meta.url).pathname;
const MODELS = new URL('../../models/', import.meta.url).pathname;
const here = existsSync(DATA);
configureNodeCodecs();
if (!here) console.log('accuracy of the models: ../shared/data is not here, skipped');

interface Answer {
  readonly id: string;
  readonly decision: string | readonly string[];
  readonly probabilities: Readonly<Record<string, number>>;
}

interface Finding {
  readonly label: string;
  readonly score: number;
}
interface Line {
  readonly outputs: Answer[];
  readonly findings: Finding[];
}

const answers = async (id: string, inputs: readonly string[]): Promise<Answer[][]> => (await run(id, inputs)).map(({ outputs }) => outputs);
const findings = async (id: string, inputs: readonly string[]): Promise<Finding[][]> => (await run(id, inputs)).map((line) => line.findings);

async function run(id: string, inputs: readonly string[]): Promise<Line[]> {
  const lines: Line[] = [];
  const sink = { result: (line: string) => lines.push(JSON.parse(line) as Line), note: () => undefined };
  const command = { kind: 'run', model: `${MODELS}${id}`, inputs, out: null, spacing: null, spacings: null, region: null, threads: null } as const;
  expect(await runModel(command, nodeRuntime(1), sink)).toBe(true);
  return lines;
}

/** The first rows of a table, without quoted line ends (none of these files has any). */
async function ofRows(id: string, file: string, rows: number): Promise<Answer[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-accuracy-'));
  try {
    const part = join(folder, file.slice(file.lastIndexOf('/') + 1));
    writeFileSync(part, readFileSync(`${DATA}${file}`, 'utf8').split('\n').slice(0, rows + 1).join('\n'));
    return await answers(id, [part]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function labelsOf(file: string, column: string, rows: number, delimiter = ','): string[] {
  const [head = '', ...lines] = readFileSync(`${DATA}${file}`, 'utf8').split('\n');
  const cells = (line: string): string[] =>
    line.split(new RegExp(`${delimiter}(?=(?:[^"]*"[^"]*")*[^"]*$)`, 'u')).map((cell) => cell.trim().replace(/^"|"$/gu, ''));
  const at = cells(head).indexOf(column);
  return lines.slice(0, rows).map((line) => cells(line)[at] ?? '');
}

/** Area under the ROC curve by counting pairs. */
function auroc(positive: readonly boolean[], score: readonly number[]): number {
  let won = 0;
  let pairs = 0;
  for (const [i, yes] of positive.entries()) {
    for (const [j, other] of positive.entries()) {
      if (!yes || other) continue;
      pairs++;
      const difference = (score[i] ?? 0) - (score[j] ?? 0);
      won += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
    }
  }
  return won / pairs;
}

describe.skipIf(!here)('models on known cases', () => {
  it('aki-outcome orders 600 patients by risk', async () => {
    const file = 'aki-progression-elaia2/elaia2.csv';
    const lines = await ofRows('aki-outcome', file, 600);
    for (const [o, [outcome, floor]] of [['composite_outcome', 0.76] as const, ['dialysis14', 0.84] as const, ['death14', 0.86] as const].entries()) {
      const truth = labelsOf(file, outcome, 600).map((label) => Number(label) === 1);
      expect(lines.map((line) => line[o]?.id)).toEqual(truth.map(() => outcome));
      expect(auroc(truth, lines.map((line) => line[o]?.probabilities['1'] ?? NaN))).toBeGreaterThan(floor);
    }
  }, 120_000);

  it('french-specialty-router names a right specialty first', async () => {
    const file = 'clinical-text/morfitt-fr/dev.tsv';
    const truth = labelsOf(file, 'specialities', 60, '\t').map((labels) => labels.split('|'));
    const lines = await ofRows('french-specialty-router', file, 60);
    const right = lines.filter(([answer], i) => {
      const [best] = Object.entries(answer?.probabilities ?? {}).sort(([, a], [, b]) => b - a);
      return best !== undefined && truth[i]?.includes(best[0]);
    });
    expect(right.length / truth.length).toBeGreaterThan(0.9);
  }, 120_000);

  it('injury-coding codes 150 narratives', async () => {
    const file = 'clinical-text/neiss-firework-ed/narratives.csv';
    const lines = await ofRows('injury-coding', file, 150);
    for (const [o, [id, column]] of [['body_part', 'Body_Part'] as const, ['diagnosis', 'Diagnosis'] as const].entries()) {
      const truth = labelsOf(file, column, 150);
      expect(lines.map((line) => line[o]?.id)).toEqual(truth.map(() => id));
      expect(lines.filter((line, i) => line[o]?.decision === truth[i]).length / truth.length).toBeGreaterThan(0.9);
    }
  }, 120_000);

  it.each([
    ['chest-radiograph', 'chest-xray-pneumonia', 18, '1', 0.95],
    ['breast-ultrasound', 'ultrasound-breast-busi', 18, 'malignant', 0.9],
    ['dermoscopy-melanoma', 'dermoscopy-melanoma-isic2017', 40, '1', 0.8],
  ])('%s orders pictures', async (id, data, step, positive, floor) => {
    const folder = `${DATA}${data}/`;
    const rows = readFileSync(`${folder}labels.csv`, 'utf8').trim().split('\n').slice(1);
    const chosen = rows.filter((_, i) => i % step === 0).map((row) => row.trim().split(','));
    const lines = await answers(id, chosen.map(([file = '']) => `${folder}${file}`));
    const scores = lines.map(([answer]) => answer?.probabilities[positive] ?? NaN);
    expect(auroc(chosen.map(([, label]) => label === positive), scores)).toBeGreaterThan(floor);
  }, 120_000);

  it('white-cell-classification names cells it never saw', async () => {
    const folder = `${DATA}blood-wbc/classification-pbc/`;
    const rows = readFileSync(`${folder}labels.csv`, 'utf8').trim().split('\n').slice(1);
    const held = rows.map((row) => row.trim().split(',')).filter(([file = '']) => fraction('white-cell-classification-1', file) < 0.18);
    const chosen = held.filter((_, i) => i % 9 === 0);
    const lines = await answers('white-cell-classification', chosen.map(([file = '']) => `${folder}${file}`));
    const right = lines.filter(([answer], i) => answer?.id === 'label' && answer.decision === chosen[i]?.[1]);
    expect(right.length / chosen.length).toBeGreaterThan(0.85);
  }, 120_000);

  it('blood-cell-detection and smear-differential find every white cell of fields they never saw', async () => {
    const folder = `${DATA}blood-wbc/detection-bccd/`;
    // From all over the list: the first fields are the most crowded, where red cells are under-counted.
    const fields = readFileSync(`${MODELS}blood-cell-detection/validation-fields.txt`, 'utf8')
      .trim()
      .split('\n')
      .filter((_, i) => i % 8 === 0);
    const drawn = (name: string, cell: string): number =>
      readFileSync(`${folder}Annotations/${name}.xml`, 'utf8').split(`<name>${cell}</name>`).length - 1;
    const files = fields.map((name) => `${folder}JPEGImages/${name}.jpg`);
    const found = await findings('blood-cell-detection', files);
    const sure = (cell: string) => (list: readonly Finding[]): number => list.filter(({ label, score }) => label === cell && score >= 0.5).length;
    expect(found.map(sure('WBC'))).toEqual(fields.map((name) => drawn(name, 'WBC')));
    const red = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
    const ratio = red(found.map(sure('RBC'))) / red(fields.map((name) => drawn(name, 'RBC')));
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.35);
    const cells = await findings('smear-differential', files);
    expect(cells.map((list) => list.filter(({ label }) => label !== 'RBC' && label !== 'Platelets').length)).toEqual(
      fields.map((name) => drawn(name, 'WBC')),
    );
  }, 120_000);
});

/** Where a key falls between 0 and 1: models/common/splits.py. */
function fraction(seed: string, key: string): number {
  return parseInt(createHash('sha256').update(`${seed}:${key}`).digest('hex').slice(0, 13), 16) / 16 ** 13;
}
