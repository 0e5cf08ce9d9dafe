import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeMeasure } from '../domain/check-measure';
import { AppError, toAppError } from '../domain/errors';
import { blockingCheck, type ModelOutput, type ModelResult } from '../domain/result';
import type { Box } from '../domain/units';
import { memoryBudget } from '../inference/memory/memory-budget';
import { ModelSession } from '../inference/model-session';
import { applicability } from '../inference/packages/applicability';
import { readPackage } from '../inference/packages/read-package';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { sourceValues, type SourcePayloads } from '../inference/source-payload';
import { outputFiles } from '../results/files/output-files';
import { requireExplainable, withExplanations } from './explain-result';
import { openPackage } from './folder-package';
import { givenSpacing, type GivenSpacing } from './given-spacing';
import { inputErrorMessage } from './input-errors';
import type { ModelCommand } from './model-arguments';
import { openInputs, type Input } from './open-inputs';
import { findingLines, outputLine, type FindingLine } from './result-line';
import { runCases, type RunCase } from './run-cases';
import { isLedOver, runSlideModel } from './run-slide-model';

type RunCommand = Extract<ModelCommand, { kind: 'run' }>;
type RunnableInput = Extract<Input, { kind: 'image' | 'document' }>;

/** Where lines go; apart, so that nothing but results reaches standard output. */
export interface RunSink {
  result(line: string): void;
  note(line: string): void;
}

/**
 * Runs one package over many inputs in order, one session for all of them. One line an image or series, one a row of a table.
 * @returns whether every input succeeded.
 * @throws AppError where the package itself cannot be used.
 */
export async function runModel(command: RunCommand, runtime: NetworkRuntime, sink: RunSink): Promise<boolean> {
  const started = performance.now();
  const session = await ModelSession.load(await readPackage(await openPackage(command.model)), runtime);
  if (command.explain !== undefined) requireExplainable(session);
  const run = new ModelRun(
    session,
    command.out,
    await givenSpacing(command.spacing, command.spacings),
    command.region,
    command.explain !== undefined,
    performance.now() - started,
  );
  let succeeded = true;
  for (const argument of command.inputs) {
    for (const input of await openInputs(argument)) {
      if (input.kind === 'left-out') {
        sink.note(`${input.input}: left out (${input.why})`);
        continue;
      }
      // What a folder of images holds beside them is no fault of anyone.
      if (input.kind === 'document' && !run.readsDocuments && input.input !== argument) {
        sink.note(`${input.input}: left out (a ${input.document.kind}, not an image)`);
        continue;
      }
      try {
        if (input.kind === 'failed') throw new AppError(input.code, inputErrorMessage(input.code));
        for await (const line of run.lines(input)) sink.result(JSON.stringify(line));
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

function seriesField(input: Input): { readonly series?: string } {
  return input.kind === 'image' && input.seriesUid !== null ? { series: input.seriesUid } : {};
}

interface Timing {
  pre: number;
  run: number;
  post: number;
}

class ModelRun {
  readonly #names = new Map<string, number>();
  #load: number;

  constructor(
    private readonly session: ModelSession,
    private readonly out: string | null,
    private readonly spacing: GivenSpacing,
    private readonly region: Box | null,
    private readonly explain: boolean,
    load: number,
  ) {
    this.#load = load;
  }

  get readsDocuments(): boolean {
    const kind = this.session.model.manifest.sources[0]?.kind;
    return kind === 'table' || kind === 'series' || kind === 'text';
  }

  /** One line an input; of a table one a row. Findings of all frames of a series come in one line. */
  async *lines(input: RunnableInput): AsyncGenerator<Record<string, unknown>> {
    const { manifest, summary } = this.session.model;
    if (input.kind === 'image') {
      const { verdict, reasons } = applicability(manifest, input.series);
      if (verdict === 'no') throw new AppError('model-not-applicable', reasons.map(({ en }) => en).join(' '));
    }
    const stem = this.#stem(input.input);
    const ms: Timing = { pre: 0, run: 0, post: 0 };
    const findings: FindingLine[] = [];
    const outputs: Record<string, unknown>[] = [];
    const checks: ModelResult['checks'][number][] = [];
    if (input.kind === 'image' && isLedOver(this.session, input)) {
      const result = await runSlideModel(this.session, input, this.region);
      const told = await this.#tell(input, { place: {}, sources: new Map(), series: new Map() }, result, stem);
      yield this.#line(input, result.timing, {}, told.findings, told.outputs, result.checks);
      return;
    }
    let preparing = performance.now();
    for await (const one of runCases(manifest, summary.sources, input, this.spacing)) {
      ms.pre += performance.now() - preparing;
      const values = sourceValues(one.sources);
      const answered = await this.session.run(values, { series: one.series, memoryBudget: memoryBudget(undefined) });
      refuseBlocked(answered);
      const result = this.explain ? await withExplanations(this.session, values, answered) : answered;
      addTiming(ms, result);
      const told = await this.#tell(input, one, result, stem);
      if (input.kind === 'document') {
        yield this.#line(input, { ...result.timing }, one.place, told.findings, told.outputs, result.checks);
        Object.assign(ms, { pre: 0, run: 0, post: 0 });
      } else {
        findings.push(...told.findings.map((finding) => ({ ...finding, ...one.place })));
        outputs.push(...told.outputs.map((output) => ({ ...output, ...one.place })));
        checks.push(...result.checks);
      }
      preparing = performance.now();
    }
    if (input.kind === 'image') yield this.#line(input, ms, {}, findings, outputs, checks);
  }

  async #tell(
    input: RunnableInput,
    one: RunCase,
    { outputs }: Pick<ModelResult, 'outputs'>,
    stem: string,
  ): Promise<{ readonly findings: FindingLine[]; readonly outputs: Record<string, unknown>[] }> {
    const findings = outputs.flatMap((output) => (output.kind === 'boxes' ? findingLines(output, spacingOf(one.sources)) : []));
    const lines: Record<string, unknown>[] = [];
    for (const output of outputs) {
      const files = this.out === null ? [] : await this.#write(output, input, `${stem}${placeSuffix(one.place)}`);
      // Boxes are told whole among the findings already.
      if (output.kind !== 'boxes' || files.length > 0) lines.push(outputLine(output, files));
    }
    return { findings, outputs: lines };
  }

  async #write(output: ModelOutput, input: RunnableInput, stem: string): Promise<string[]> {
    const order = input.kind === 'image' ? (input.storedOrder ?? undefined) : undefined;
    const names: string[] = [];
    for (const { suffix, bytes } of outputFiles(output, order)) {
      const name = `${stem}${suffix}`;
      await writeFile(join(this.out ?? '', name), bytes);
      names.push(name);
    }
    return names;
  }

  #line(
    input: RunnableInput,
    timing: Timing,
    place: RunCase['place'],
    findings: readonly FindingLine[],
    outputs: readonly Record<string, unknown>[],
    checks: ModelResult['checks'],
  ): Record<string, unknown> {
    const { summary } = this.session.model;
    const ms = { load: this.#load, ...timing };
    this.#load = 0;
    const broken = checks
      .filter(({ satisfied }) => !satisfied)
      .map(({ rule, severity, measured }) => ({ rule, severity, measured: describeMeasure(measured) }));
    return {
      input: input.input,
      ...seriesField(input),
      ...place,
      model: { id: summary.id, version: summary.version, sha256: summary.weightsSha256 },
      provider: this.session.provider,
      ms: Object.fromEntries(Object.entries(ms).map(([part, value]) => [part, Math.round(value * 100) / 100])),
      threshold: summary.threshold.value,
      findings,
      outputs,
      ...(broken.length > 0 ? { checks: broken } : {}),
    };
  }

  /** Name of the result files of an input: its own without ending, numbered where two inputs share it. */
  #stem(input: string): string {
    const name =
      basename(input)
        .replace(/(\.nii)?(\.gz)?$/i, '')
        .replace(/\.[^.]{1,5}$/, '') || 'result';
    const used = this.#names.get(name) ?? 0;
    this.#names.set(name, used + 1);
    return used === 0 ? name : `${name}-${String(used + 1)}`;
  }
}

/** @throws AppError `model-not-applicable` where a rule that blocks is broken. */
function refuseBlocked({ checks }: ModelResult): void {
  const broken = blockingCheck(checks);
  if (broken !== null) throw new AppError('model-not-applicable', `${broken.message.en} (${describeMeasure(broken.measured)})`);
}

function placeSuffix(place: RunCase['place']): string {
  return Object.entries(place)
    .map(([name, value]) => `.${name}${String(value)}`)
    .join('');
}

function addTiming(total: Timing, { timing }: ModelResult): void {
  total.pre += timing.pre;
  total.run += timing.run;
  total.post += timing.post;
}

function spacingOf(sources: SourcePayloads): readonly [number, number] | null {
  for (const payload of sources.values()) if (payload.kind === 'frame') return payload.spacing;
  return null;
}
