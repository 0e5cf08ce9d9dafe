/**
 * One change to a list of items known by id (findings, measurements): data, so that it can be inverted, merged and
 * replayed. `before` null: the item is added at `index`; `after` null: it is removed from there.
 */
export interface Change<T extends { readonly id: string }> {
  readonly before: T | null;
  readonly after: T | null;
  /** Place in the list from 0, kept so that an undone removal goes back where it was. */
  readonly index: number;
}

/** The list after the change. A change of an item that has gone meanwhile changes nothing. */
export function applyChange<T extends { readonly id: string }>(items: readonly T[], change: Change<T>): readonly T[] {
  const { before, after, index } = change;
  if (before === null) {
    if (after === null || items.some((item) => item.id === after.id)) return items;
    return [...items.slice(0, index), after, ...items.slice(index)];
  }
  if (after === null) return items.filter((item) => item.id !== before.id);
  return items.map((item) => (item.id === before.id ? after : item));
}

export function invertChange<T extends { readonly id: string }>(change: Change<T>): Change<T> {
  return { before: change.after, after: change.before, index: change.index };
}

/** Two successive changes of the same item as one, or null where they are not of one item or add or remove it. */
export function mergeChanges<T extends { readonly id: string }>(first: Change<T>, second: Change<T>): Change<T> | null {
  const { before, after } = first;
  if (before === null || after === null || second.before === null || second.after === null) return null;
  return after.id === second.before.id ? { before, after: second.after, index: first.index } : null;
}

export function addition<T extends { readonly id: string }>(items: readonly T[], item: T): Change<T> {
  return { before: null, after: item, index: items.length };
}

/** Null when no such item is in the list. */
export function removal<T extends { readonly id: string }>(items: readonly T[], id: T['id']): Change<T> | null {
  const index = items.findIndex((item) => item.id === id);
  const before = items[index];
  return before === undefined ? null : { before, after: null, index };
}

/** Changes of all items of these ids that `update` does not give back as they are. */
export function replacements<T extends { readonly id: string }>(
  items: readonly T[],
  ids: ReadonlySet<T['id']>,
  update: (item: T) => T,
): readonly Change<T>[] {
  const changes: Change<T>[] = [];
  for (const [index, before] of items.entries()) {
    const after = ids.has(before.id) ? update(before) : before;
    if (after !== before) changes.push({ before, after, index });
  }
  return changes;
}

/** The list after changes of items that stay in it. A change of an item that has gone meanwhile changes nothing. */
export function applyReplacements<T extends { readonly id: string }>(items: readonly T[], changes: readonly Change<T>[]): readonly T[] {
  const list = [...items];
  for (const { before, after, index } of changes) {
    if (before === null || after === null) continue;
    // Where it was is where it is, unless something before it has been added or removed.
    const at = list[index]?.id === before.id ? index : list.findIndex(({ id }) => id === before.id);
    if (at >= 0) list[at] = after;
  }
  return list;
}

/** Null when no such item is in the list or `update` gives it back as it is. */
export function replacement<T extends { readonly id: string }>(items: readonly T[], id: T['id'], update: (item: T) => T): Change<T> | null {
  const index = items.findIndex((item) => item.id === id);
  const before = items[index];
  if (before === undefined) return null;
  const after = update(before);
  return after === before ? null : { before, after, index };
}
