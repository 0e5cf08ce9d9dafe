import { AppError } from '../domain/errors';
import type { DecodedFrame } from '../domain/pixels';
import type { ManifestTest } from './packages/manifest-schema';
import { readNpy, type NpyArray } from './packages/npy';
import type { ModelSession } from './model-session';
import { runPipeline } from './run-pipeline';
import type { RegisterType, RegisterValue } from './steps/register';

/** How far a package's test vectors came out from what they should be, on this machine and provider. */
export interface GoldenReport {
  readonly passed: boolean;
  /** Largest absolute difference over all compared values; `Infinity` where shapes differ or a value is not finite. */
  readonly maximumError: number;
  /** Values outside the tolerance, per million; the worst test. */
  readonly mismatchedPerMillion: number;
  /** Of the fastest run of all test vectors. */
  readonly milliseconds: number;
  /** In words, of the first test that failed; empty when all passed. */
  readonly problem: string;
}

/** BioImage.IO defaults: a value is off when |out − ref| > absolute + relative · |ref|. */
const DEFAULTS = { absolute: 1e-3, relative: 1e-3, perMillion: 100 };

/** No further round is begun after this long: a provider that slow needs no finer timing. */
const TIMING_BUDGET_MS = 3000;

/**
 * Runs the package's own test vectors.
 * @param rounds 2 or more to time a warmed network; the fastest counts.
 */
export async function runGoldenTest(session: ModelSession, rounds = 1): Promise<GoldenReport> {
  const { tests } = session.model.manifest;
  let maximumError = 0;
  let mismatchedPerMillion = 0;
  let problem = '';
  let milliseconds = Infinity;
  for (let round = 0; round < Math.max(1, rounds); round++) {
    let elapsed = 0;
    for (const [index, test] of tests.entries()) {
      const outcome = await runTest(session, test);
      elapsed += outcome.milliseconds;
      maximumError = Math.max(maximumError, outcome.maximumError);
      mismatchedPerMillion = Math.max(mismatchedPerMillion, outcome.perMillion);
      if (outcome.problem !== '' && problem === '') problem = `test ${String(index + 1)}: ${outcome.problem}`;
    }
    milliseconds = Math.min(milliseconds, elapsed);
    if (elapsed > TIMING_BUDGET_MS) break;
  }
  return { passed: problem === '', maximumError, mismatchedPerMillion, milliseconds, problem };
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
  readonly problem: string;
}

async function runTest(session: ModelSession, test: ManifestTest): Promise<Outcome> {
  const { model, sessions } = session;
  const given = new Map<string, RegisterValue>();
  for (const [register, path] of Object.entries(test.inputs)) {
    given.set(register, toRegister(readNpy(await model.read(path), path), typeOf(session, register), path));
  }
  const { registers, timing } = await runPipeline(model.pipeline, given, { sessions, wanted: Object.keys(test.expected) });
  let worst: Outcome = { maximumError: 0, perMillion: 0, milliseconds: timing.run, problem: '' };
  for (const [register, path] of Object.entries(test.expected)) {
    const expected = readNpy(await model.read(path), path);
    const actual = registers.get(register);
    if (actual === undefined) throw new AppError('internal', `no value for register "${register}"`);
    const { maximumError, perMillion } = compare(fromRegister(actual), expected, test);
    const allowed = test.mismatched_elements_per_million ?? DEFAULTS.perMillion;
    const failed = perMillion > allowed;
    const text = `"${register}" differs by up to ${maximumError.toPrecision(3)}, ${perMillion.toFixed(0)} values per million off (${String(allowed)} allowed)`;
    worst = {
      maximumError: Math.max(worst.maximumError, maximumError),
      perMillion: Math.max(worst.perMillion, perMillion),
      milliseconds: timing.run,
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

function compare(actual: NpyArray, expected: NpyArray, test: ManifestTest): { maximumError: number; perMillion: number } {
  if (actual.shape.join() !== expected.shape.join()) return { maximumError: Infinity, perMillion: 1e6 };
  const absolute = test.absolute_tolerance ?? DEFAULTS.absolute;
  const relative = test.relative_tolerance ?? DEFAULTS.relative;
  let maximumError = 0;
  let off = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const reference = expected.data[i] ?? 0;
    const difference = Math.abs((actual.data[i] ?? NaN) - reference);
    // Written so that NaN counts as off.
    if (!(difference <= absolute + relative * Math.abs(reference))) off++;
    maximumError = Math.max(maximumError, Number.isNaN(difference) ? Infinity : difference);
  }
  return { maximumError, perMillion: expected.data.length === 0 ? 0 : (off / expected.data.length) * 1e6 };
}

/** Boxes as rows x0, y0, x1, y1, score, label. */
function fromRegister(value: RegisterValue): NpyArray {
  switch (value.kind) {
    case 'tensor':
      return { shape: value.dims, data: value.data };
    case 'image':
      return { shape: [1, value.channels, value.rows, value.columns], data: value.data };
    case 'frame':
      throw new AppError('package-schema', 'tests: a source cannot be an expected register');
    case 'boxes': {
      const data = new Float64Array(value.scores.length * 6);
      for (const [i, score] of value.scores.entries()) {
        data.set(value.corners.subarray(i * 4, i * 4 + 4), i * 6);
        data[i * 6 + 4] = score;
        data[i * 6 + 5] = value.labels[i] ?? 0;
      }
      return { shape: [value.scores.length, 6], data };
    }
  }
}

function toRegister(array: NpyArray, type: RegisterType, path: string): RegisterValue {
  const { shape, data } = array;
  const misfit = (): AppError => new AppError('package-malformed', `${path} does not fit its register (${type.kind})`, { path });
  if (type.kind === 'frame' && data instanceof Uint8Array) return { kind: 'frame', frame: frameOf(shape, data, misfit) };
  if (type.kind === 'tensor' && data instanceof Float32Array) return { kind: 'tensor', dims: shape, data };
  if (type.kind === 'image') {
    const [channels, rows, columns] = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
    const fits = type.dtype === 'uint8' ? data instanceof Uint8Array : data instanceof Float32Array;
    if (!fits || channels !== type.channels || rows === undefined || columns === undefined) throw misfit();
    if (!(data instanceof Uint8Array || data instanceof Float32Array)) throw misfit();
    return { kind: 'image', channels, rows, columns, data, source: { rows, columns }, transforms: [] };
  }
  throw misfit();
}

/** A photo: rows × columns × 3 samples, or rows × columns. */
function frameOf(shape: readonly number[], pixels: Uint8Array, misfit: () => AppError): DecodedFrame {
  const [rows, columns, samples = 1] = shape;
  if (rows === undefined || columns === undefined || (samples !== 1 && samples !== 3)) throw misfit();
  return {
    rows,
    columns,
    samplesPerPixel: samples,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: samples === 3 ? 'RGB' : 'MONOCHROME2',
    pixels,
    palette: null,
  };
}
