/** How crops stand in the gallery, CSS pixels. */
export interface GalleryMetrics {
  /** Crops a row, from 1. */
  readonly columns: number;
  readonly rowHeight: number;
  /** Of the line that names a class, above its crops. */
  readonly headerHeight: number;
}

/** Where the crops of one class stand. */
export interface LaidGroup {
  readonly label: string;
  readonly count: number;
  /** Of its header, CSS pixels from the top of the gallery. */
  readonly top: number;
  readonly height: number;
  /** Place of its first crop among all, from 0. */
  readonly first: number;
}

export interface GalleryLayout extends GalleryMetrics {
  readonly groups: readonly LaidGroup[];
  readonly height: number;
  /** Of crops. */
  readonly count: number;
}

/** A stretch of crops of one group: `from` ≤ i < `to`, counted within the group. */
export interface GroupPart {
  readonly group: LaidGroup;
  readonly from: number;
  readonly to: number;
}

/** Lays groups one under the other; each begins on a row of its own. */
export function layOut(groups: readonly { readonly label: string; readonly count: number }[], metrics: GalleryMetrics): GalleryLayout {
  const { columns, rowHeight, headerHeight } = metrics;
  let top = 0;
  let first = 0;
  const laid = groups.map(({ label, count }): LaidGroup => {
    const group = { label, count, top, height: headerHeight + Math.ceil(count / columns) * rowHeight, first };
    top += group.height;
    first += count;
    return group;
  });
  return { ...metrics, groups: laid, height: top, count: first };
}

/** What lies between two heights, whole rows; the groups without a crop there but with their header are among them. */
export function partsBetween(layout: GalleryLayout, top: number, bottom: number): readonly GroupPart[] {
  const { columns, rowHeight, headerHeight } = layout;
  return layout.groups
    .filter((group) => group.top < bottom && group.top + group.height > top)
    .map((group) => {
      const start = group.top + headerHeight;
      const from = Math.max(0, Math.floor((top - start) / rowHeight)) * columns;
      const to = Math.min(group.count, Math.max(0, Math.ceil((bottom - start) / rowHeight)) * columns);
      return { group, from: Math.min(from, to), to };
    });
}

/** The group of a crop, and its row and column there, from 0; null past the end. */
export function placeOf(
  layout: GalleryLayout,
  index: number,
): { readonly group: LaidGroup; readonly row: number; readonly column: number } | null {
  const group = layout.groups.find(({ first, count }) => index >= first && index < first + count);
  if (group === undefined) return null;
  const within = index - group.first;
  return { group, row: Math.floor(within / layout.columns), column: within % layout.columns };
}

/** From where to where a crop reaches, CSS pixels from the top of the gallery; with the header where it is in the first row. */
export function extentOf(layout: GalleryLayout, index: number): { readonly top: number; readonly bottom: number } | null {
  const place = placeOf(layout, index);
  if (place === null) return null;
  const top = place.group.top + layout.headerHeight + place.row * layout.rowHeight;
  return { top: place.row === 0 ? place.group.top : top, bottom: top + layout.rowHeight };
}

export const GALLERY_MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'] as const;
export type GalleryMove = (typeof GALLERY_MOVES)[number];

/**
 * The crop that a key leads to: sideways by the order of the gallery, up and down by rows, past the borders of classes.
 * @param page rows on screen
 */
export function moveFrom(layout: GalleryLayout, index: number, move: GalleryMove, page: number): number {
  const last = layout.count - 1;
  switch (move) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return byRows(layout, index, -1);
    case 'ArrowDown':
      return byRows(layout, index, 1);
    case 'PageUp':
      return byRows(layout, index, -page);
    case 'PageDown':
      return byRows(layout, index, page);
  }
}

/** The crop of the same column so many rows on; the last row of a class may be shorter. */
function byRows(layout: GalleryLayout, index: number, rows: number): number {
  const { columns, groups } = layout;
  const place = placeOf(layout, index);
  if (place === null) return Math.max(0, Math.min(index, layout.count - 1));
  const rowsOf = ({ count }: LaidGroup): number => Math.ceil(count / columns);
  let at = groups.indexOf(place.group);
  let row = place.row + rows;
  while (row < 0 && at > 0) {
    at -= 1;
    row += rowsOf(groups[at] ?? place.group);
  }
  while (at < groups.length - 1 && row >= rowsOf(groups[at] ?? place.group)) {
    row -= rowsOf(groups[at] ?? place.group);
    at += 1;
  }
  const group = groups[at] ?? place.group;
  // Past the ends there is no row: the first or the last keeps the column.
  const within = Math.min(Math.max(row, 0), rowsOf(group) - 1) * columns + place.column;
  return group.first + Math.min(within, group.count - 1);
}
