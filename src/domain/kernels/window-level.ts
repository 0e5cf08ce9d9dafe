import type { VoiLut } from '../pixels';
import type { WindowLevel } from '../view';

/** VOI LUT Function (PS3.3 C.11.2.1.3). */
export type WindowShape = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/**
 * The standard allows LINEAR only with a width ≥ 1; narrower windows (quantitative maps in floating point)
 * are read as LINEAR_EXACT, which is defined for every positive width.
 */
export function effectiveShape(window: WindowLevel, shape: WindowShape): WindowShape {
  return shape === 'LINEAR' && window.width < 1 ? 'LINEAR_EXACT' : shape;
}

/**
 * Maps one modality value to 0–1 (PS3.3 C.11.2.1.2.1 LINEAR, C.11.2.1.3.2 LINEAR_EXACT, C.11.2.1.3.1 SIGMOID).
 * @param value modality value (after the modality LUT)
 */
export function windowFraction(value: number, window: WindowLevel, shape: WindowShape = 'LINEAR'): number {
  const { center: c, width: w } = window;
  switch (effectiveShape(window, shape)) {
    case 'LINEAR':
      if (value <= c - 0.5 - (w - 1) / 2) return 0;
      if (value > c - 0.5 + (w - 1) / 2) return 1;
      return (value - (c - 0.5)) / (w - 1) + 0.5;
    case 'LINEAR_EXACT':
      if (value <= c - w / 2) return 0;
      if (value > c + w / 2) return 1;
      return (value - c) / w + 0.5;
    case 'SIGMOID':
      return 1 / (1 + Math.exp((-4 * (value - c)) / w));
  }
}

/** Maps one modality value to a grey level, 0–`maximum`, rounded to the nearest. */
export function windowValue(value: number, window: WindowLevel, shape: WindowShape = 'LINEAR', maximum = 255): number {
  return Math.round(windowFraction(value, window, shape) * maximum);
}

/** The modality values that map to black and to white. The sigmoid has none: its linear counterpart is given. */
export function windowRange(window: WindowLevel, shape: WindowShape = 'LINEAR'): { readonly lower: number; readonly upper: number } {
  const { center: c, width: w } = window;
  return effectiveShape(window, shape) === 'LINEAR_EXACT'
    ? { lower: c - w / 2, upper: c + w / 2 }
    : { lower: c - 0.5 - (w - 1) / 2, upper: c - 0.5 + (w - 1) / 2 };
}

/** The LINEAR window whose black is `lower` and whose white is `upper`. */
export function windowFromRange(lower: number, upper: number): WindowLevel {
  return { center: (lower + upper + 1) / 2, width: Math.max(upper - lower, 0) + 1 };
}

/**
 * Applies a VOI lookup table (PS3.3 C.11.2.1.1): values before the first mapped take the first entry, values after
 * the last take the last. Result 0 – 2^bits − 1.
 */
export function voiTableValue(value: number, lut: Extract<VoiLut, { kind: 'table' }>): number {
  const index = Math.min(Math.max(Math.trunc(value) - lut.firstMapped, 0), lut.values.length - 1);
  return lut.values[index] ?? 0;
}

/** The window that spans the inputs of a VOI table: where dragging starts from when a table is shown. */
export function windowOfTable(lut: Extract<VoiLut, { kind: 'table' }>): WindowLevel {
  return windowFromRange(lut.firstMapped, lut.firstMapped + Math.max(lut.values.length - 1, 1));
}

/**
 * Window/level dragging: right widens, up brightens (lowers the centre), in steps that scale with the current width,
 * so that a narrow brain window and a wide bone window feel the same.
 * @param dx CSS pixels to the right
 * @param dy CSS pixels downwards
 */
export function dragWindow(window: WindowLevel, dx: number, dy: number, verticalInverted = false): WindowLevel {
  const perPixel = 1 / 250;
  const minimum = Math.min(1, window.width);
  const width = Math.max(window.width * Math.exp(dx * perPixel * 1.5), minimum > 0 ? minimum : 1e-6);
  const center = window.center + dy * perPixel * window.width * (verticalInverted ? -1 : 1);
  return { center, width };
}
