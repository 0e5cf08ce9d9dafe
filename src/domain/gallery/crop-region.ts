import type { PixelSpacing } from '../geometry/frame-geometry';
import type { ImageEvidence, ImageFinding } from '../finding';
import type { Series } from '../study';
import type { Box } from '../units';

/** Pixels ready for the screen: RGBA, row-major; transparent where the image ends. */
export interface RgbaImage {
  readonly columns: number;
  readonly rows: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** How much every crop shows across, so that all have one scale. */
export interface CropScale {
  readonly side: number;
  readonly unit: 'µm' | 'px';
}

type Spacing = Pick<PixelSpacing, 'row' | 'column'> | null;

const MICRONS = 1000;
/** What is found takes this part of its crop where it is as large as nearly all are. */
const FILLED = 0.7;
const PERCENTILE = 0.95;
/** Findings that are looked at for their size. */
const MOST_SIZES = 4096;
/** Sides by decade. In steps, so that crops keep their scale while a run adds cells. */
const SIDES = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
/** Sides offered about the one that suits: that many steps closer and wider. */
const CLOSER = 3;
const WIDER = 5;

/** Millimetres a pixel of the frame that a finding lies on; null where it states none. */
export function spacingOf(series: Series | undefined, { instance, frameNumber }: Pick<ImageEvidence, 'instance' | 'frameNumber'>): Spacing {
  return series?.frames.find((frame) => frame.instance === instance && frame.frameNumber === frameNumber)?.spacing ?? null;
}

/** The part of the image round the middle of what was found, in its pixels; it may reach past the image. */
export function cropRegion(evidence: ImageEvidence, { side, unit }: CropScale, spacing: Spacing): Box {
  const { box } = evidence;
  const middle = evidence.kind === 'point' ? evidence.at : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const [width, height] =
    unit === 'px' || spacing === null ? [side, side] : [side / MICRONS / spacing.column, side / MICRONS / spacing.row];
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

/** The scale at which nearly all that was found fits its crop; micrometres where every image has them. */
export function fittingScale(findings: readonly ImageFinding[], series: readonly Series[]): CropScale {
  const byId = new Map(series.map((one) => [one.id, one]));
  const stride = Math.max(1, Math.ceil(findings.length / MOST_SIZES));
  const looked = findings.filter((_, i) => i % stride === 0);
  const spacings = looked.map(({ series: id, evidence }) => spacingOf(byId.get(id), evidence));
  const calibrated = spacings.length > 0 && spacings.every((spacing) => spacing !== null);
  const sizes = looked
    .map(({ evidence: { box } }, i) => {
      const spacing = calibrated ? spacings[i] : null;
      return spacing === null || spacing === undefined
        ? Math.max(box.width, box.height)
        : MICRONS * Math.max(box.width * spacing.column, box.height * spacing.row);
    })
    .sort((a, b) => a - b);
  const large = sizes[Math.floor(PERCENTILE * (sizes.length - 1))] ?? 1;
  return { side: sideFrom(large / FILLED), unit: calibrated ? 'µm' : 'px' };
}

/** Sides that a person can choose from, rising. */
export function sidesAbout(side: number): readonly number[] {
  const decade = 10 ** Math.floor(Math.log10(side));
  const all = [decade / 10, decade, decade * 10].flatMap((unit) => SIDES.slice(0, -1).map((step) => digits(step * unit)));
  const at = all.indexOf(digits(side));
  return all.slice(Math.max(0, at - CLOSER), at + WIDER + 1);
}

/** The smallest side of the steps that is at least so large. */
function sideFrom(wanted: number): number {
  const decade = 10 ** Math.floor(Math.log10(wanted));
  return digits((SIDES.find((step) => step * decade >= wanted * (1 - 1e-9)) ?? 10) * decade);
}

/** Without the last bits that products of decimal numbers leave. */
const digits = (value: number): number => Number(value.toPrecision(6));
