import { isOnImage, isOneOfMany, type Finding, type ImageFinding } from '../finding';
import type { PixelSpacing } from '../geometry/frame-geometry';
import type { FindingId } from '../ids';
import type { FramePlace } from '../prompt';
import { isShown, type Thresholds } from '../review/summary';
import type { Point } from '../units';
import { CentreIndex } from './centre-index';
import { cleanRings } from './combine-rings';
import { measureRegion, ringsOf, type RegionShape } from './region';

export type CountedBy = 'model' | 'person';

/** What is counted together: one label by one kind of author. */
export interface CountGroup {
  readonly label: string;
  readonly by: CountedBy;
}

/** The things of one frame that can be counted, by their centres. */
export interface CountedPlaces {
  readonly index: CentreIndex;
  /** By the index's group numbers. */
  readonly groups: readonly CountGroup[];
}

/** Where a finding counts: its place, or the middle of what it spans. */
export function centreOf({ evidence }: Pick<ImageFinding, 'evidence'>): Point {
  if (evidence.kind === 'point') return evidence.at;
  const { x, y, width, height } = evidence.box;
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * What there is to count on one frame: findings that are shown, one of many and not rejected.
 * @param region the finding that they are counted in, which is none of them; null for none
 */
export function countedPlaces(
  findings: readonly Finding[],
  thresholds: Thresholds,
  frame: FramePlace,
  region: FindingId | null,
): CountedPlaces {
  const groups: CountGroup[] = [];
  const known = new Map<string, number>();
  const places: Point[] = [];
  const numbers: number[] = [];
  for (const finding of findings) {
    if (finding.series !== frame.series || finding.status === 'rejected' || !isOnImage(finding) || !isOneOfMany(finding)) continue;
    const { instance, frameNumber } = finding.evidence;
    if (instance !== frame.instance || frameNumber !== frame.frameNumber) continue;
    if (finding.id === region || !isShown(finding, thresholds)) continue;
    const key = `${finding.author.kind} ${finding.label}`;
    let number = known.get(key);
    if (number === undefined) {
      number = groups.length;
      known.set(key, number);
      groups.push({ label: finding.label, by: finding.author.kind });
    }
    places.push(centreOf(finding));
    numbers.push(number);
  }
  return { index: new CentreIndex(places, numbers, groups.length), groups };
}

export interface GroupDensity extends CountGroup {
  readonly count: number;
  /** Null where the image has no pixel size, or the region no area. */
  readonly perMm2: number | null;
}

export interface Density {
  /** mm² with a spacing, px² without. */
  readonly area: number;
  readonly unit: 'mm' | 'px';
  /** Those with none inside count 0. */
  readonly groups: readonly GroupDensity[];
}

/** How many of each group lie in a region, and per mm². @param shape may cross itself while it is drawn */
export function density({ index, groups }: CountedPlaces, shape: RegionShape, spacing: PixelSpacing | null): Density {
  const clean: RegionShape = shape.kind === 'polygon' ? { kind: 'polygon', rings: cleanRings(shape.rings) } : shape;
  const counts = index.countInside(ringsOf(clean));
  const { area, unit } = measureRegion(clean, spacing);
  return {
    area,
    unit,
    groups: groups.map((group, i) => {
      const count = counts[i] ?? 0;
      return { ...group, count, perMm2: unit === 'mm' && area > 0 ? count / area : null };
    }),
  };
}
