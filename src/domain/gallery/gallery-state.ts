/** Cells that a differential count is made of: of blood 100 or 200, of bone marrow 500 (ICSH 2008). */
export const CELL_TARGETS = [100, 200, 500] as const;

/** Which findings count toward the target: those a person let stand, or all that are not rejected. */
export type CountBasis = 'verified' | 'found';

/** What the cell gallery is set to, for as long as a study is open. */
export interface GalleryState {
  readonly open: boolean;
  /** Cells to count, from 1. */
  readonly target: number;
  readonly basis: CountBasis;
  /** Label keys that do not count toward the target, such as red cells. */
  readonly excluded: readonly string[];
  /** Label keys that a person added to those of the models. */
  readonly added: readonly string[];
  /** CSS pixels of a crop's side. */
  readonly size: number;
  /** Field of view of every crop, across: µm where all is calibrated, else image pixels; null: by the size of what was found. */
  readonly field: number | null;
  /** Findings of all open series, not of the one in the active viewport alone. */
  readonly allSeries: boolean;
}

export const CROP_SIZES = { minimum: 64, maximum: 224, step: 8 } as const;

export const INITIAL_GALLERY: GalleryState = {
  open: false,
  target: 100,
  basis: 'verified',
  excluded: [],
  added: [],
  size: 104,
  field: null,
  allSeries: false,
};
