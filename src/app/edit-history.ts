import type { StoreApi } from 'zustand/vanilla';
import { applyChange, applyReplacements, invertChange, mergeChanges, type Change } from '../domain/review/change';
import { emptyHistory, record, redo, retain, undo, type UndoHistory } from '../domain/review/undo-history';
import type { Calibrations } from '../domain/calibration';
import type { Finding } from '../domain/finding';
import type { SeriesId } from '../domain/ids';
import type { Measurement } from '../domain/view';
import type { ReviewState, ViewState } from './app';

/** One undoable step: findings, measurements and calibrations share one history, as the reader has one Ctrl+Z. */
type Step =
  | { readonly of: 'finding'; readonly change: Change<Finding> }
  /** Several that stay in the list, changed in one gesture. */
  | { readonly of: 'findings'; readonly changes: readonly Change<Finding>[] }
  | { readonly of: 'measurement'; readonly change: Change<Measurement> }
  | { readonly of: 'calibration'; readonly change: CalibrationChange };

/** All calibrations of the session, before and after. */
export interface CalibrationChange {
  readonly before: Calibrations;
  readonly after: Calibrations;
}

/** Applies changes to findings, measurements and calibrations and keeps the way back. */
export class EditHistory {
  #history: UndoHistory<Step> = emptyHistory();

  constructor(
    private readonly review: StoreApi<ReviewState>,
    private readonly view: StoreApi<ViewState>,
    private readonly calibrations: { set(calibrations: Calibrations): void },
  ) {}

  /** `gesture` names a drag (`move:<id>`), whose steps become one; a null change does nothing. */
  finding(change: Change<Finding> | null, gesture?: string): void {
    if (change !== null) this.#do({ of: 'finding', change }, gesture);
  }

  /** Changes of findings that stay in the list, as one step; none does nothing. */
  findings(changes: readonly Change<Finding>[]): void {
    if (changes.length > 0) this.#do({ of: 'findings', changes }, undefined);
  }

  measurement(change: Change<Measurement> | null, gesture?: string): void {
    if (change !== null) this.#do({ of: 'measurement', change }, gesture);
  }

  calibration(change: CalibrationChange): void {
    this.#do({ of: 'calibration', change }, undefined);
  }

  undo(): void {
    const taken = undo(this.#history);
    if (taken === null) return;
    this.#apply(inverse(taken.step));
    this.#keep(taken.history);
  }

  redo(): void {
    const taken = redo(this.#history);
    if (taken === null) return;
    this.#apply(taken.step);
    this.#keep(taken.history);
  }

  /** Drops findings, measurements and steps of series that are closed; nothing of a closed study can be undone back. */
  forget(closed: (series: SeriesId) => boolean): void {
    this.review.setState((state) => ({ findings: state.findings.filter((finding) => !closed(finding.series)) }));
    this.view.setState((state) => ({ measurements: state.measurements.filter((measurement) => !closed(measurement.series)) }));
    this.#keep(
      retain(this.#history, (step) => {
        if (step.of === 'calibration') return false;
        const series = seriesOf(step);
        return series.length > 0 && !series.some(closed);
      }),
    );
  }

  #do(step: Step, gesture: string | undefined): void {
    this.#apply(step);
    const merging = gesture === undefined ? undefined : { gesture, at: performance.now(), merge };
    this.#keep(record(this.#history, step, merging));
  }

  #apply(step: Step): void {
    if (step.of === 'calibration') {
      this.calibrations.set(step.change.after);
      return;
    }
    if (step.of === 'finding') this.review.setState((state) => ({ findings: applyChange(state.findings, step.change) }));
    else if (step.of === 'findings') this.review.setState((state) => ({ findings: applyReplacements(state.findings, step.changes) }));
    else this.view.setState((state) => ({ measurements: applyChange(state.measurements, step.change) }));
    // Everything taken back again is nothing to lose.
    const made = this.view.getState().measurements.length > 0 || this.review.getState().findings.some(isPersonsWork);
    this.review.setState({ unexported: made });
  }

  #keep(history: UndoHistory<Step>): void {
    this.#history = history;
    this.review.setState({ canUndo: history.past.length > 0, canRedo: history.future.length > 0 });
  }
}

function isPersonsWork(finding: Finding): boolean {
  return finding.status !== 'proposed' || finding.note !== '' || finding.author.kind === 'person';
}

function inverse(step: Step): Step {
  switch (step.of) {
    case 'finding':
      return { of: 'finding', change: invertChange(step.change) };
    case 'findings':
      return { of: 'findings', changes: step.changes.map(invertChange) };
    case 'measurement':
      return { of: 'measurement', change: invertChange(step.change) };
    case 'calibration':
      return { of: 'calibration', change: { before: step.change.after, after: step.change.before } };
  }
}

function merge(previous: Step, next: Step): Step | null {
  if (previous.of === 'finding' && next.of === 'finding') {
    const change = mergeChanges(previous.change, next.change);
    return change === null ? null : { of: 'finding', change };
  }
  if (previous.of === 'measurement' && next.of === 'measurement') {
    const change = mergeChanges(previous.change, next.change);
    return change === null ? null : { of: 'measurement', change };
  }
  return null;
}

function seriesOf(step: Exclude<Step, { of: 'calibration' }>): readonly SeriesId[] {
  const changes = step.of === 'findings' ? step.changes : [step.change];
  return changes.flatMap(({ before, after }) => (after ?? before)?.series ?? []);
}
