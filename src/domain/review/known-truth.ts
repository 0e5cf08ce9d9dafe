import type { TruthBox } from './truth-score';

/** What the maker of a demonstration case knows of it. Labels are keys of the packages that answer them. */
export type KnownTruth =
  { readonly kind: 'boxes'; readonly boxes: readonly TruthBox[] } | { readonly kind: 'masks'; readonly series: readonly TruthMasks[] };

/** What is drawn where, over one series. */
export interface TruthMasks {
  /** Series Instance UID. */
  readonly uid: string;
  readonly labels: readonly { readonly value: number; readonly key: string }[];
  /** One map of label values a frame, in the order of the series; row-major, 0 the background. */
  readonly frames: readonly Uint8Array[];
}
