/** Older steps are forgotten: a session of many hours must not grow without bound. */
export const MAXIMUM_STEPS = 500;
/** Steps of one gesture (key repeat, drag reported in pieces) closer than this are one step, in milliseconds. */
export const MERGE_WINDOW = 1000;

interface Recorded<Step> {
  readonly step: Step;
  readonly gesture: string | null;
  /** Milliseconds, any origin. */
  readonly at: number;
}

/** What was done and can be undone, newest last; and what was undone and can be redone, next last. Immutable. */
export interface UndoHistory<Step> {
  readonly past: readonly Recorded<Step>[];
  readonly future: readonly Recorded<Step>[];
}

/** Ties steps of one drag together: same `gesture`, each within `MERGE_WINDOW` of the last, merged by `merge`. */
export interface Merging<Step> {
  /** Names the gesture and its object: `move:<finding id>`. */
  readonly gesture: string;
  readonly at: number;
  /** Null: keep both steps. */
  merge(previous: Step, next: Step): Step | null;
}

export function emptyHistory<Step>(): UndoHistory<Step> {
  return { past: [], future: [] };
}

/** Records a step that has been done. What had been undone before can no longer be redone. */
export function record<Step>(history: UndoHistory<Step>, step: Step, merging?: Merging<Step>): UndoHistory<Step> {
  const entry: Recorded<Step> = { step, gesture: merging?.gesture ?? null, at: merging?.at ?? 0 };
  const last = history.past.at(-1);
  if (merging !== undefined && last !== undefined && history.future.length === 0 && last.gesture === merging.gesture) {
    const merged = merging.at - last.at <= MERGE_WINDOW ? merging.merge(last.step, step) : null;
    if (merged !== null) return { past: [...history.past.slice(0, -1), { ...entry, step: merged }], future: [] };
  }
  return { past: [...history.past, entry].slice(-MAXIMUM_STEPS), future: [] };
}

/** The step to take back, and the history after it; null when nothing is left to undo. The caller applies its inverse. */
export function undo<Step>(history: UndoHistory<Step>): { readonly step: Step; readonly history: UndoHistory<Step> } | null {
  const last = history.past.at(-1);
  if (last === undefined) return null;
  // A step that was undone and redone is finished: a later drag never merges into it.
  const closed: Recorded<Step> = { ...last, gesture: null };
  return { step: last.step, history: { past: history.past.slice(0, -1), future: [...history.future, closed] } };
}

/** The step to do again, and the history after it; null when nothing is left to redo. */
export function redo<Step>(history: UndoHistory<Step>): { readonly step: Step; readonly history: UndoHistory<Step> } | null {
  const next = history.future.at(-1);
  if (next === undefined) return null;
  return { step: next.step, history: { past: [...history.past, next], future: history.future.slice(0, -1) } };
}

/** Forgets the steps that `keep` refuses, for instance those of a closed study. */
export function retain<Step>(history: UndoHistory<Step>, keep: (step: Step) => boolean): UndoHistory<Step> {
  const kept = (entries: readonly Recorded<Step>[]): readonly Recorded<Step>[] => entries.filter((entry) => keep(entry.step));
  return { past: kept(history.past), future: kept(history.future) };
}
