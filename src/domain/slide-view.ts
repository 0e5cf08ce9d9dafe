import type { SlidePyramid } from './slide';
import type { Point } from './units';

/** Objective-equivalent magnifications offered as buttons. */
export const MAGNIFICATIONS = [1.25, 2.5, 5, 10, 20, 40] as const;

/** Micrometres a pixel at 1×, by the convention of slide scanners: 40× is 0.25 µm/px, 20× is 0.5 µm/px. */
const MICRONS_AT_ONE = 10;

/** Above the scan's own resolution by more than this part, the screen shows pixels that no scanner has seen. */
const OVER_ZOOM = 1.001;

export type Rgb = readonly [number, number, number];

/** How one channel of a fluorescence slide is shown. */
export interface ChannelLook {
  readonly visible: boolean;
  /** 8-bit RGB of the channel's brightest. */
  readonly colour: Rgb;
  /** Stored values shown as black and as the full colour. */
  readonly minimum: number;
  readonly maximum: number;
  /** The highest value the scanner writes, as far as is known. */
  readonly full: number;
}

/** Stains a brightfield picture can be split into for display (colour deconvolution, Ruifrok and Johnston 2001). */
export const STAIN_VIEWS = ['none', 'hematoxylin', 'eosin', 'dab'] as const;
export type StainView = (typeof STAIN_VIEWS)[number];

/** Display alone: stored pixels, models, measurements and exports never see it. */
export interface SlideLook {
  /** Added to each colour, −1 to 1; 0: as stored. */
  readonly brightness: number;
  /** Factor around mid-grey, above 0; 1: as stored. */
  readonly contrast: number;
  /** Exponent 1/γ, above 0; 1: as stored. */
  readonly gamma: number;
  /** Colours go through the file's ICC profile. No effect without one. */
  readonly icc: boolean;
  readonly stain: StainView;
  /** One a channel. */
  readonly channels: readonly ChannelLook[];
}

/** What the furniture around a slide shows, besides what every viewport has. Small values only. */
export interface SlideState {
  /** On screen, as an objective would give; null where neither µm/px nor objective is known. */
  readonly magnification: number | null;
  /** µm per CSS pixel on screen; null where uncalibrated. */
  readonly screenMicrons: number | null;
  /** The screen shows more pixels than were scanned. */
  readonly overZoom: boolean;
  /** Tiles of the picture on screen that are on their way. */
  readonly tilesPending: number;
  /** Tiles of the picture on screen that could not be read. */
  readonly tilesFailed: number;
  /** Corners of the viewport on the slide, level-0 pixels, clockwise from the screen's top-left. */
  readonly corners: readonly Point[];
  readonly visited: VisitedArea;
  readonly look: SlideLook;
  /** All focal planes are shown as one, each place from where it is sharpest. */
  readonly extendedFocus: boolean;
  /** Time point, from 0. */
  readonly time: number;
  /** Does the picture go through the file's ICC profile? `unsupported`: there is one that cannot be applied. */
  readonly colours: 'stored' | 'icc' | 'unsupported';
}

/** What has been looked at closely, on a coarse grid over the slide; 1 where it has. */
export interface VisitedArea {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Uint8Array;
}

const CHANNEL_COLOURS: readonly Rgb[] = [
  [64, 128, 255],
  [0, 230, 90],
  [255, 60, 60],
  [255, 210, 0],
  [0, 220, 230],
  [255, 80, 255],
];

/** How a slide is shown before anybody has changed anything: colours as scanned, channels over their whole range. */
export function defaultLook(pyramid: SlidePyramid): SlideLook {
  const maximum = pyramid.bitsAllocated === 8 ? 255 : 65_535;
  const single = pyramid.channels.length === 1;
  const channels = pyramid.channels.map(({ colour }, i): ChannelLook => {
    const fallback: Rgb = single ? [255, 255, 255] : (CHANNEL_COLOURS[i % CHANNEL_COLOURS.length] ?? [255, 255, 255]);
    return { visible: true, colour: colour ?? fallback, minimum: 0, maximum, full: maximum };
  });
  return { brightness: 0, contrast: 1, gamma: 1, icc: true, stain: 'none', channels };
}

type Calibration = Pick<SlidePyramid, 'micronsPerPixel' | 'objectivePower'>;

/** Magnification at which one level-0 pixel takes one CSS pixel; null where nothing tells. */
function nativeMagnification({ micronsPerPixel, objectivePower }: Calibration): number | null {
  return micronsPerPixel === null ? objectivePower : MICRONS_AT_ONE / micronsPerPixel[0];
}

/**
 * Objective-equivalent magnification of a picture on screen.
 * @param zoom CSS pixels a level-0 pixel
 */
export function magnificationAt(slide: Calibration, zoom: number): number | null {
  const native = nativeMagnification(slide);
  // Six digits: a button's own number comes back as that number.
  return native === null ? null : Number((native * zoom).toPrecision(6));
}

/** CSS pixels a level-0 pixel at a magnification; null where nothing tells. */
export function zoomAtMagnification(slide: Calibration, magnification: number): number | null {
  const native = nativeMagnification(slide);
  return native === null ? null : magnification / native;
}

/** @param zoom CSS pixels a level-0 pixel */
export const isOverZoom = (zoom: number): boolean => zoom > OVER_ZOOM;

/**
 * One colour component as displayed, 0–1 from 0–1: brightness and contrast around mid-grey, then gamma.
 */
export function lookValue(value: number, { brightness, contrast, gamma }: Pick<SlideLook, 'brightness' | 'contrast' | 'gamma'>): number {
  const shifted = Math.min(Math.max((value - 0.5) * contrast + 0.5 + brightness, 0), 1);
  return shifted ** (1 / gamma);
}

/** Part of a channel's full colour that a stored value is shown as, 0–1. */
export function channelValue(stored: number, { minimum, maximum }: Pick<ChannelLook, 'minimum' | 'maximum'>): number {
  return Math.min(Math.max((stored - minimum) / Math.max(maximum - minimum, 1e-6), 0), 1);
}
