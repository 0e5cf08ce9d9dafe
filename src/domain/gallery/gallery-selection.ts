import type { FindingId } from '../ids';

/** Cells chosen in the gallery. */
export interface GallerySelection {
  /** The one that keys start from; null before any. */
  readonly active: FindingId | null;
  /** Where a stretch begins that Shift draws out. */
  readonly anchor: FindingId | null;
  /** What verdicts go to; empty: to the active one. */
  readonly chosen: ReadonlySet<FindingId>;
}

export const NO_SELECTION: GallerySelection = { active: null, anchor: null, chosen: new Set() };

/** How a cell is picked: alone, one more or less (Ctrl), or all up to it (Shift). */
export type Picking = 'alone' | 'toggle' | 'stretch';

/**
 * @param order ids as they are shown
 * @param to place in it, from 0
 */
export function pick(selection: GallerySelection, order: readonly FindingId[], to: number, how: Picking): GallerySelection {
  const id = order[to];
  if (id === undefined) return selection;
  if (how === 'alone') return { active: id, anchor: id, chosen: new Set() };
  const { anchor, active, chosen } = selection;
  if (how === 'toggle') {
    // What had the keys is chosen too, once there is more than one.
    const next = new Set(chosen.size === 0 && active !== null && active !== id ? [active] : chosen);
    if (!next.delete(id)) next.add(id);
    return { active: id, anchor: id, chosen: next };
  }
  const from = Math.max(0, order.indexOf(anchor ?? id));
  return { active: id, anchor: order[from] ?? id, chosen: new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1)) };
}

/** What a verdict goes to. */
export function chosenIds({ chosen, active }: GallerySelection): readonly FindingId[] {
  if (chosen.size > 0) return [...chosen];
  return active === null ? [] : [active];
}

/** The cell that has the keys once some have been judged: the next one in order, else the one before them. */
export function afterJudging(order: readonly FindingId[], judged: readonly FindingId[]): FindingId | null {
  const gone = new Set(judged);
  const last = order.findLastIndex((id) => gone.has(id));
  return order.slice(last + 1).find((id) => !gone.has(id)) ?? order.slice(0, Math.max(0, last)).findLast((id) => !gone.has(id)) ?? null;
}
