import type { StoreApi } from 'zustand';
import type { JobId } from '../../domain/ids';
import { isFinal, type JobEvent } from '../../domain/job';
import { answerAuthor } from '../../domain/model-answer';
import type { ModelSummary } from '../../domain/model-package';
import type { FrameSource } from '../../domain/ports';
import { isAskedByPoints, isSameFrame, pointsOn, screenStep, withPoints, type FramePlace, type PromptPoint } from '../../domain/prompt';
import { isBlocked } from '../../domain/result';
import type { FrameInfo, Series } from '../../domain/study';
import type { Point } from '../../domain/units';
import type { SourcePayloads } from '../../inference/source-payload';
import type { Commands, PromptState } from '../app';
import type { Notify, Stores } from '../context';
import { gatherSources } from '../models/gather-sources';
import { imagePlaces, runOnImage } from '../models/image-run';
import { readyModel, type ReadyModelPorts } from '../models/ready-model';
import { imageFindings } from '../results/findings-of';
import { withoutPromptedAnswer, withPromptedAnswer } from '../results/prompted-answer';
import type { ComputeHost } from '../workers/compute.client';
import type { createModelCommands } from './models';

type PromptCommands = Pick<
  Commands,
  'movePromptCursor' | 'placeAtCursor' | 'removePromptPoint' | 'clearPromptPoints' | 'setPromptOutside'
> & {
  /** A click on a frame. @param outside the other kind of place than the one that is set. */
  placePoint(place: FramePlace, at: Point, outside: boolean): void;
  /** Runs the selected model on what was clicked on the frame on screen; with nothing clicked yet the reader is to click. */
  askByPoints(): void;
  /** The studies are closed. */
  forgetPrompts(): void;
};

export interface PromptPorts extends ReadyModelPorts {
  readonly jobs: Pick<ReturnType<typeof createModelCommands>, 'submitJob' | 'withdrawJob'>;
  readonly compute: Pick<ComputeHost, 'run'>;
  readonly frames: FrameSource;
  readonly notify: Notify;
}

export const NO_PROMPTS: PromptState = { prompts: [], cursor: null, outside: false, latency: null };

interface ShownFrame {
  readonly series: Series;
  readonly frame: FrameInfo;
  readonly place: FramePlace;
}

/** The run under way for one model on one frame. Clicks that come meanwhile are answered by the same run. */
interface Asked {
  readonly model: string;
  readonly shown: ShownFrame;
  job: JobId | null;
  /** Clicks so far, and when the last one was made. */
  clicks: number;
  clickedAt: number;
}

/**
 * A model asked by clicks: every click runs it anew on all places of the frame, and its answer takes the place of the one
 * before. A click does not abort the run of an earlier one, which may be at the encoder: that would be thrown away with
 * its worker, and be made again. The run goes on, its answer is left out, and the same job decodes the new places.
 */
export function createPromptCommands(prompt: StoreApi<PromptState>, stores: Stores, ports: PromptPorts): PromptCommands {
  const { models, review, session, view } = stores;
  let asked: Asked | null = null;
  /** What was read of the frame clicked last: it is not decoded anew at each click. */
  let gathered: { readonly name: string; readonly sources: SourcePayloads } | null = null;

  /** Where the reader said yes to a model that was not made for the series. */
  const agreed = new Set<string>();

  const asking = (): ModelSummary | null => {
    const { selected, models: installed, applicability } = models.getState();
    const model = installed.find(({ summary }) => summary.id === selected);
    if (model?.state !== 'ready' || !isAskedByPoints(model.summary)) return null;
    const verdict = applicability[model.summary.id]?.verdict ?? 'no';
    return verdict === 'no' ? null : model.summary;
  };

  const frameAt = (place: FramePlace): ShownFrame | null => {
    const series = session.getState().series.find(({ id }) => id === place.series);
    const frame = series?.frames.find(({ instance, frameNumber }) => isSameFrame(place, { series: series.id, instance, frameNumber }));
    return series === undefined || frame === undefined ? null : { series, frame, place };
  };

  /** The frame on screen in the active viewport; null where it was cut from a volume, not acquired. */
  const shownFrame = (): ShownFrame | null => {
    const { viewports, active } = view.getState();
    const { series: id, index, reformatted } = viewports[active];
    const series = session.getState().series.find((one) => one.id === id);
    const frame = reformatted ? undefined : series?.frames[Math.max(0, index - 1)];
    if (series === undefined || frame === undefined) return null;
    return { series, frame, place: { series: series.id, instance: frame.instance, frameNumber: frame.frameNumber } };
  };

  const setPoints = (place: FramePlace, points: readonly PromptPoint[]): void => {
    prompt.setState((state) => ({ prompts: withPoints(state.prompts, place, points) }));
  };

  const isUnderWay = ({ job }: Asked): boolean => models.getState().queue.some((entry) => entry.job.id === job && !isFinal(entry.job));

  const end = (): void => {
    if (asked?.job != null && isUnderWay(asked)) ports.jobs.withdrawJob(asked.job);
    asked = null;
  };

  const ask = (summary: ModelSummary, shown: ShownFrame): void => {
    const clickedAt = performance.now();
    if (asked !== null && asked.model === summary.id && isSameFrame(asked.shown.place, shown.place) && isUnderWay(asked)) {
      asked.clicks++;
      asked.clickedAt = clickedAt;
      return;
    }
    end();
    const now: Asked = { model: summary.id, shown, job: null, clicks: 1, clickedAt };
    asked = now;
    now.job = ports.jobs.submitJob(summary.id, shown.series.id, (job, signal, step) => answer(now, summary, job, signal, step));
  };

  const answer = async (
    now: Asked,
    summary: ModelSummary,
    job: JobId,
    signal: AbortSignal,
    step: (event: JobEvent) => void,
  ): Promise<void> => {
    const { series, frame, place } = now.shown;
    const { model, provider } = await readyModel(summary.id, models, ports, signal);
    const reuse = `${place.series}/${place.instance}#${String(place.frameNumber)}`;
    for (;;) {
      const { clicks, clickedAt } = now;
      const at = { series, frame, points: pointsOn(prompt.getState().prompts, place) };
      const sources = await sourcesOf(summary, at, `${model.key} ${reuse}`, signal);
      const {
        answer: made,
        timing,
        fallback,
      } = await runOnImage({ job, summary, model, provider, place: at, sources, reuse }, ports.compute, signal, step);
      if (fallback !== null) ports.notify('warning', 'provider-fallback', { code: fallback });
      if (now.clicks !== clicks) continue;
      const blocked = isBlocked(made.checks);
      const fresh = blocked ? [] : imageFindings(made.outputs, series, frame, answerAuthor(made));
      review.setState((state) => ({ ...withPromptedAnswer(state, made, fresh, place), aiVisible: true }));
      prompt.setState({ latency: performance.now() - clickedAt });
      step(blocked ? { type: 'fail', error: 'model-not-applicable' } : { type: 'succeed', timing, provider: made.provider });
      return;
    }
  };

  const sourcesOf = async (
    summary: ModelSummary,
    at: { readonly series: Series; readonly frame: FrameInfo; readonly points: readonly PromptPoint[] },
    name: string,
    signal: AbortSignal,
  ): Promise<SourcePayloads> => {
    const places = imagePlaces(summary, at);
    const clicked = summary.sources.filter(({ kind }) => kind === 'points');
    const steady = summary.sources.filter(({ kind }) => kind !== 'points');
    if (gathered?.name !== name) gathered = { name, sources: await gatherSources(steady, places, ports.frames, signal) };
    return new Map([...gathered.sources, ...(await gatherSources(clicked, places, ports.frames, signal))]);
  };

  /** A model that was not made for the image waits for the reader's word, once. */
  const request = (shown: ShownFrame): void => {
    const summary = asking();
    if (summary === null) return;
    const { series } = shown;
    const warned = models.getState().applicability[summary.id]?.verdict === 'warn';
    if (warned && !agreed.has(`${summary.id} ${series.id}`)) models.setState({ acknowledgeNeeded: true });
    else ask(summary, shown);
  };

  const placePoint: PromptCommands['placePoint'] = (place, at, outside) => {
    const shown = frameAt(place);
    const size = shown?.series.instances.find(({ id }) => id === place.instance);
    if (shown === null || size === undefined || asking() === null) return;
    if (at.x < 0 || at.y < 0 || at.x >= size.columns || at.y >= size.rows) return;
    const state = prompt.getState();
    setPoints(place, [...pointsOn(state.prompts, place), { x: at.x, y: at.y, inside: outside === state.outside }]);
    request(shown);
  };

  /** The tool means nothing without a model that asks for places. */
  const leaveTool = (): void => {
    if (view.getState().tool === 'prompt' && asking() === null) view.setState({ tool: 'window' });
  };
  view.subscribe(leaveTool);
  models.subscribe(leaveTool);

  const cursorOn = ({ series, frame, place }: ShownFrame): Point => {
    const { cursor } = prompt.getState();
    if (cursor !== null && isSameFrame(cursor, place)) return cursor.at;
    const { columns = 0, rows = 0 } = series.instances.find(({ id }) => id === frame.instance) ?? {};
    return { x: columns / 2, y: rows / 2 };
  };

  const clear = ({ place }: ShownFrame): void => {
    const model = models.getState().selected;
    if (asked !== null && isSameFrame(asked.shown.place, place)) end();
    setPoints(place, []);
    prompt.setState({ latency: null });
    if (model !== null) review.setState((state) => withoutPromptedAnswer(state, model, place));
  };

  return {
    placePoint,
    askByPoints() {
      const shown = shownFrame();
      const summary = asking();
      if (shown === null || summary === null) return;
      agreed.add(`${summary.id} ${shown.series.id}`);
      view.setState({ tool: 'prompt' });
      if (pointsOn(prompt.getState().prompts, shown.place).length > 0) ask(summary, shown);
    },
    movePromptCursor(dx, dy) {
      const shown = shownFrame();
      if (shown === null) return;
      const { viewports, active } = view.getState();
      const { columns = 0, rows = 0 } = shown.series.instances.find(({ id }) => id === shown.frame.instance) ?? {};
      const from = cursorOn(shown);
      const by = screenStep(viewports[active], dx, dy);
      const clamped = (value: number, size: number): number => Math.min(Math.max(value, 0.5), size - 0.5);
      prompt.setState({ cursor: { ...shown.place, at: { x: clamped(from.x + by.x, columns), y: clamped(from.y + by.y, rows) } } });
    },
    placeAtCursor(outside) {
      const shown = shownFrame();
      if (shown === null) return;
      const at = cursorOn(shown);
      prompt.setState({ cursor: { ...shown.place, at } });
      placePoint(shown.place, at, outside);
    },
    removePromptPoint() {
      const shown = shownFrame();
      const points = shown === null ? [] : pointsOn(prompt.getState().prompts, shown.place);
      if (shown === null || points.length === 0) return;
      if (points.length === 1) {
        clear(shown);
        return;
      }
      setPoints(shown.place, points.slice(0, -1));
      request(shown);
    },
    clearPromptPoints() {
      const shown = shownFrame();
      if (shown !== null) clear(shown);
    },
    setPromptOutside(outside) {
      prompt.setState({ outside });
    },
    forgetPrompts() {
      asked = null;
      gathered = null;
      agreed.clear();
      prompt.setState(NO_PROMPTS);
    },
  };
}
