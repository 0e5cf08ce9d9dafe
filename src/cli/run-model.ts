import { AppError, toAppError } from '../domain/errors';
import { ModelSession } from '../inference/model-session';
import { applicability } from '../inference/packages/applicability';
import { readPackage } from '../inference/packages/read-package';
import type { ModelOutput } from '../domain/result';
import type { SourceValue } from '../inference/steps/register';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { openPackage } from './folder-package';
import { inputErrorMessage } from './input-errors';
import type { ModelCommand } from './model-arguments';
import { openImages, type Input } from './open-images';

export type RunCommand = Extract<ModelCommand, { kind: 'run' }>;

interface Finding {
  readonly label: string;
  readonly score: number;
  /** x, y, width, height in pixels of the image as displayed. */
  readonly box: readonly [number, number, number, number];
  /** In mm where the pixel size is known, else in px. */
  readonly size: { readonly width: number; readonly height: number; readonly unit: 'mm' | 'px' };
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
export async function runModel({ model, inputs, spacing }: RunCommand, runtime: NetworkRuntime, sink: RunSink): Promise<boolean> {
  const started = performance.now();
  const session = await ModelSession.load(await readPackage(await openPackage(model)), runtime);
  let load = performance.now() - started;
  let succeeded = true;
  for (const argument of inputs) {
    for (const input of await openImages(argument)) {
      if (input.kind === 'left-out') {
        sink.note(`${input.input}: left out (${input.why})`);
        continue;
      }
      try {
        if (input.kind === 'failed') throw new AppError(input.code, inputErrorMessage(input.code));
        sink.result(JSON.stringify(await runInput(session, input, spacing, load)));
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

async function runInput(
  session: ModelSession,
  input: ImageInput,
  given: RunCommand['spacing'],
  load: number,
): Promise<Record<string, unknown>> {
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
    const size = frame.spacing ?? (given === null ? null : { row: given[0], column: given[1] });
    const value: SourceValue = {
      kind: 'frame',
      frame: pixels,
      spacing: size === null ? null : [size.row, size.column],
      modalityLut: frame.modalityLut,
    };
    const { outputs, timing } = await session.run(new Map([[manifest.sources[0]?.id ?? '', value]]));
    ms.pre += timing.pre;
    ms.run += timing.run;
    ms.post += timing.post;
    const place = frames.length > 1 ? { frame: index + 1 } : {};
    const spacing: PixelSize | null = frame.spacing ?? (given === null ? null : { row: given[0], column: given[1] });
    for (const output of outputs) findings.push(...findingsOf(output, spacing).map((finding) => ({ ...finding, ...place })));
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

/** Millimetres from one row, or column, to the next. */
interface PixelSize {
  readonly row: number;
  readonly column: number;
}

function findingsOf(output: ModelOutput, spacing: PixelSize | null): Finding[] {
  return (output.kind === 'boxes' ? output.boxes : []).map(({ label, score, box }) => ({
    label,
    score,
    box: [box.x, box.y, box.width, box.height],
    size:
      spacing === null
        ? { width: box.width, height: box.height, unit: 'px' }
        : { width: box.width * spacing.column, height: box.height * spacing.row, unit: 'mm' },
  }));
}
