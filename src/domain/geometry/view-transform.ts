import type { Point } from '../units';

/** Displayed = flip ∘ rotation: the image is turned clockwise first, then mirrored on the screen's axes. */
export interface ViewOrientation {
  /** Clockwise degrees, 0 ≤ rotation < 360; a multiple of 90 for all but slides. */
  readonly rotation: number;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
}

/** How an image lies in a viewport. */
export interface ViewTransform extends ViewOrientation {
  /** Image point at the middle of the viewport. */
  readonly center: Point;
  /** CSS pixels per image column. */
  readonly zoom: number;
}

/** Size of a viewport in CSS pixels. */
export interface ViewportSize {
  readonly width: number;
  readonly height: number;
}

/** What is being shown: its pixel grid and the height of a pixel relative to its width. */
export interface ImageGrid {
  readonly rows: number;
  readonly columns: number;
  /** Row spacing ÷ column spacing; 1 where unknown. */
  readonly aspect: number;
}

/** `[a, b, c, d, e, f]`: x' = a·x + c·y + e, y' = b·x + d·y + f (as in SVG and canvas). */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Cosine and sine of clockwise degrees, exact at quarter turns: an upright picture must not be resampled for a rounding. */
export function turnOf(degrees: number): { readonly cos: number; readonly sin: number } {
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) {
    const exact = [1, 0, -1, 0] as const;
    const at = ((quarter % 4) + 4) % 4;
    return { cos: exact[at] ?? 1, sin: exact[(at + 3) % 4] ?? 0 };
  }
  const radians = (degrees * Math.PI) / 180;
  return { cos: Math.cos(radians), sin: Math.sin(radians) };
}

/** The same direction as 0 ≤ degrees < 360. */
export const fullTurn = (degrees: number): number => ((degrees % 360) + 360) % 360;

/** Image pixels → CSS pixels of the viewport. */
export function imageToViewport(view: ViewTransform, grid: ImageGrid, size: ViewportSize): Affine {
  const { cos, sin } = turnOf(view.rotation);
  const mirrorX = view.flipHorizontal ? -view.zoom : view.zoom;
  const mirrorY = view.flipVertical ? -view.zoom : view.zoom;
  const a = mirrorX * cos;
  const b = mirrorY * sin;
  const c = -mirrorX * sin * grid.aspect;
  const d = mirrorY * cos * grid.aspect;
  return [a, b, c, d, size.width / 2 - a * view.center.x - c * view.center.y, size.height / 2 - b * view.center.x - d * view.center.y];
}

export function applyAffine(m: Affine, point: Point): Point {
  return { x: m[0] * point.x + m[2] * point.y + m[4], y: m[1] * point.x + m[3] * point.y + m[5] };
}

export function invertAffine(m: Affine): Affine {
  const determinant = m[0] * m[3] - m[1] * m[2];
  const a = m[3] / determinant;
  const b = -m[1] / determinant;
  const c = -m[2] / determinant;
  const d = m[0] / determinant;
  return [a, b, c, d, -(a * m[4] + c * m[5]), -(b * m[4] + d * m[5])];
}

/**
 * Zoom at which the whole image just fits.
 * @param rotation clockwise degrees
 */
export function fitZoom(grid: ImageGrid, size: ViewportSize, rotation: number): number {
  const cos = Math.abs(turnOf(rotation).cos);
  const sin = Math.abs(turnOf(rotation).sin);
  const tall = grid.rows * grid.aspect;
  return Math.min(size.width / (grid.columns * cos + tall * sin), size.height / (grid.columns * sin + tall * cos));
}

/** Corners of the viewport on the image, clockwise from the screen's top-left. */
export function viewCorners(view: ViewTransform, grid: ImageGrid, { width, height }: ViewportSize): readonly [Point, Point, Point, Point] {
  const back = invertAffine(imageToViewport(view, grid, { width, height }));
  return [
    applyAffine(back, { x: 0, y: 0 }),
    applyAffine(back, { x: width, y: 0 }),
    applyAffine(back, { x: width, y: height }),
    applyAffine(back, { x: 0, y: height }),
  ];
}

/** The whole image, centred, keeping the orientation given. */
export function fitView(grid: ImageGrid, size: ViewportSize, orientation: ViewOrientation): ViewTransform {
  const { rotation, flipHorizontal, flipVertical } = orientation;
  return {
    rotation,
    flipHorizontal,
    flipVertical,
    center: { x: grid.columns / 2, y: grid.rows / 2 },
    zoom: fitZoom(grid, size, rotation),
  };
}

/** Zooms by a factor, keeping the image point under `at` (CSS pixels) where it is. */
export function zoomAt(view: ViewTransform, grid: ImageGrid, size: ViewportSize, factor: number, at: Point): ViewTransform {
  const fit = fitZoom(grid, size, view.rotation);
  const zoom = Math.min(Math.max(view.zoom * factor, Math.min(fit / 8, view.zoom)), Math.max(64, fit * 8, view.zoom));
  const fixed = applyAffine(invertAffine(imageToViewport(view, grid, size)), at);
  const scaled = { ...view, zoom };
  const moved = applyAffine(imageToViewport(scaled, grid, size), fixed);
  return panBy(scaled, grid, at.x - moved.x, at.y - moved.y);
}

/** Moves the image by CSS pixels. */
export function panBy(view: ViewTransform, grid: ImageGrid, dx: number, dy: number): ViewTransform {
  const inverse = invertAffine(imageToViewport(view, grid, { width: 0, height: 0 }));
  const center = { x: view.center.x - inverse[0] * dx - inverse[2] * dy, y: view.center.y - inverse[1] * dx - inverse[3] * dy };
  return { ...view, center };
}

/** Turns the picture clockwise around the middle of the viewport as the eye sees it, also when it is mirrored. */
export function rotateView(view: ViewTransform, degrees: number): ViewTransform {
  const mirrored = view.flipHorizontal !== view.flipVertical;
  return { ...view, rotation: fullTurn(view.rotation + (mirrored ? -degrees : degrees)) };
}

/** Mirrors the picture as the eye sees it. */
export function flipView(view: ViewTransform, axis: 'horizontal' | 'vertical'): ViewTransform {
  return axis === 'horizontal' ? { ...view, flipHorizontal: !view.flipHorizontal } : { ...view, flipVertical: !view.flipVertical };
}
