import { isOneOfMany, isOnImage, type Finding, type FindingStatus, type ImageFinding } from '../finding';
import type { SeriesId } from '../ids';
import { isShown, type Thresholds } from '../review/summary';

/** Surest first, as the scores of the models say; or what they doubted most. */
export type GalleryOrder = 'surest' | 'doubtful';

export interface GalleryFilter {
  readonly status: FindingStatus | 'all';
  /** Label key; null: all classes. */
  readonly label: string | null;
  readonly order: GalleryOrder;
}

/** The findings of one class, in the order in which they are shown; never empty. */
export interface GalleryGroup {
  readonly label: string;
  readonly findings: readonly ImageFinding[];
}

/** What has a crop: boxes, places and outlines that are shown. @param series null: of all series */
export function galleryFindings(findings: readonly Finding[], thresholds: Thresholds, series: SeriesId | null): readonly ImageFinding[] {
  return findings.filter(
    (finding): finding is ImageFinding =>
      (series === null || finding.series === series) && isOnImage(finding) && isOneOfMany(finding) && isShown(finding, thresholds),
  );
}

/** Label keys of the classes: those given, in their order, then others that findings have, as they come. */
export function galleryClasses(given: readonly string[], findings: readonly Pick<Finding, 'label'>[]): readonly string[] {
  const classes = new Set(given);
  for (const { label } of findings) if (!classes.has(label)) classes.add(label);
  return [...classes];
}

/**
 * Findings by class, in the order of `classes`, each class by the scores of its models; without a score last. Equal scores
 * (closer than 10⁻⁹) stay in the order of the list.
 */
export function galleryGroups(
  findings: readonly ImageFinding[],
  { status, label, order }: GalleryFilter,
  classes: readonly string[],
): readonly GalleryGroup[] {
  const groups = new Map<string, ImageFinding[]>(classes.map((key) => [key, []]));
  const wanted = findings.filter(
    (finding) => (status === 'all' || finding.status === status) && (label === null || finding.label === label),
  );
  for (const at of rankOrder(wanted, order)) {
    const finding = wanted[at];
    if (finding !== undefined) groups.get(finding.label)?.push(finding);
  }
  return [...groups].flatMap(([key, members]) => (members.length === 0 ? [] : [{ label: key, findings: members }]));
}

/** Places of the findings, from 0, as they are shown. Rank and place are one number each: 10⁵ numbers sort in a frame, objects do not. */
function rankOrder(findings: readonly ImageFinding[], order: GalleryOrder): Float64Array {
  const count = findings.length;
  const steps = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, count)) - 1;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const score = findings[i]?.score ?? null;
    const rank = score === null ? steps : Math.floor((order === 'surest' ? 1 - score : score) * (steps - 1));
    keys[i] = rank * count + i;
  }
  return keys.sort().map((key) => key % count);
}
