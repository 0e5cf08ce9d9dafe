import { AppError } from '../domain/errors';
import type { ManifestTest } from './packages/manifest-schema';
import { readNpy } from './packages/npy';
import { compareArrays, minimumDice, sameShape } from './golden-compare';
import { fromRegister, toRegister } from './golden-registers';
import type { ModelSession } from './model-session';
import { runPipeline, type PipelineOptions } from './run-pipeline';
import type { RegisterType, RegisterValue } from './steps/register';

/** How far a package's test vectors came out from what they should be, on this machine and provider. */
export interface GoldenReport {
  readonly passed: boolean;
  /** Largest absolute difference over all compared values; `Infinity` where shapes differ or a value is not finite. */
  readonly maximumError: number;
  /** Values outside the tolerance, per million; the worst test. */
  readonly mismatchedPerMillion: number;
  /** In the networks, of the fastest run of all test vectors. */
  readonly milliseconds: number;
  /** In the steps before and after the networks, of that same run. */
  readonly overheadMilliseconds: number;
  /** In words, of the first test that failed; empty when all passed. */
  readonly problem: string;
}

/** BioImage.IO's default of values that may be off. */
const PER_MILLION = 100;

/** No further round is begun after this long: a provider that slow needs no finer timing. */
const TIMING_BUDGET_MS = 3000;

/**
 * Runs the package's own test vectors.
 * @param rounds 2 or more to time a warmed network; the fastest counts.
 * @param onProgress network calls done and to come, within one step of one test: a sign of life.
 */
export async function runGoldenTest(session: ModelSession, rounds = 1, onProgress?: PipelineOptions['onProgress']): Promise<GoldenReport> {
  const { tests } = session.model.manifest;
  let maximumError = 0;
  let mismatchedPerMillion = 0;
  let problem = '';
  let milliseconds = Infinity;
  let overheadMilliseconds = 0;
  for (let round = 0; round < Math.max(1, rounds); round++) {
    let elapsed = 0;
    let overhead = 0;
    for (const [index, test] of tests.entries()) {
      const outcome = await runTest(session, test, onProgress);
      elapsed += outcome.milliseconds;
      overhead += outcome.overhead;
      maximumError = Math.max(maximumError, outcome.maximumError);
      mismatchedPerMillion = Math.max(mismatchedPerMillion, outcome.perMillion);
      if (outcome.problem !== '' && problem === '') problem = `test ${String(index + 1)}: ${outcome.problem}`;
    }
    if (elapsed < milliseconds) [milliseconds, overheadMilliseconds] = [elapsed, overhead];
    if (elapsed > TIMING_BUDGET_MS) break;
  }
  return { passed: problem === '', maximumError, mismatchedPerMillion, milliseconds, overheadMilliseconds, problem };
}

/** @throws AppError `model-test-failed` where the report says so. */
export function requirePassed(report: GoldenReport): void {
  if (report.passed) return;
  throw new AppError('model-test-failed', `the model does not give the expected answers here: ${report.problem}`, {
    problem: report.problem,
  });
}

interface Outcome {
  readonly maximumError: number;
  readonly perMillion: number;
  readonly milliseconds: number;
  readonly overhead: number;
  readonly problem: string;
}

async function runTest(session: ModelSession, test: ManifestTest, onProgress: PipelineOptions['onProgress']): Promise<Outcome> {
  const { model, sessions } = session;
  const given = new Map<string, RegisterValue>();
  for (const [register, path] of Object.entries(test.inputs)) {
    given.set(register, toRegister(readNpy(await model.read(path), path), typeOf(session, register), path));
  }
  const { registers, timing } = await runPipeline(model.pipeline, given, {
    sessions,
    file: (path) => model.read(path),
    wanted: Object.keys(test.expected),
    onProgress,
  });
  const times = { milliseconds: timing.run, overhead: timing.pre + timing.post };
  let worst: Outcome = { maximumError: 0, perMillion: 0, ...times, problem: '' };
  for (const [register, path] of Object.entries(test.expected)) {
    const expected = readNpy(await model.read(path), path);
    const actual = registers.get(register);
    if (actual === undefined) throw new AppError('internal', `no value for register "${register}"`);
    const answer = fromRegister(actual);
    const { maximumError, perMillion } = compareArrays(answer, expected, test);
    const dice = test.dice_min !== undefined && actual.kind === 'labels' ? minimumDice(answer, expected) : null;
    const allowed = test.mismatched_elements_per_million ?? PER_MILLION;
    const failed = dice === null ? perMillion > allowed : dice < (test.dice_min ?? 1);
    const shapes = `${answer.shape.join('×')} here, ${expected.shape.join('×')} in ${path}`;
    const text = !sameShape(answer, expected)
      ? `"${register}" has the shape ${shapes}`
      : dice === null
        ? `"${register}" differs by up to ${maximumError.toPrecision(3)}, ${perMillion.toFixed(0)} values per million off (${String(allowed)} allowed)`
        : `"${register}" has a Dice of ${dice.toFixed(4)} (${String(test.dice_min)} asked)`;
    worst = {
      maximumError: Math.max(worst.maximumError, maximumError),
      perMillion: Math.max(worst.perMillion, perMillion),
      ...times,
      problem: worst.problem === '' && failed ? text : worst.problem,
    };
  }
  return worst;
}

function typeOf(session: ModelSession, register: string): RegisterType {
  const type = session.model.pipeline.types.get(register);
  if (type === undefined) throw new AppError('internal', `no register "${register}"`);
  return type;
}
