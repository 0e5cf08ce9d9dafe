import type { Point } from '../units';

export type QuarterTurn = 0 | 90 | 180 | 270;

/** Displayed = flip ∘ rotation: the image is turned clockwise first, then mirrored on the screen's axes. */
export interface ViewOrientation {
  readonly rotation: QuarterTurn;
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

const COSINE: Readonly<Record<QuarterTurn, number>> = { 0: 1, 90: 0, 180: -1, 270: 0 };
const SINE: Readonly<Record<QuarterTurn, number>> = { 0: 0, 90: 1, 180: 0, 270: -1 };

/** Image pixels → CSS pixels of the viewport. */
export function imageToViewport(view: ViewTransform, grid: ImageGrid, size: ViewportSize): Affine {
  const cos = COSINE[view.rotation];
  const sin = SINE[view.rotation];
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

/** Zoom at which the whole image just fits. */
export function fitZoom(grid: ImageGrid, size: ViewportSize, rotation: QuarterTurn): number {
  const turned = rotation === 90 || rotation === 270;
  const width = turned ? grid.rows * grid.aspect : grid.columns;
  const height = turned ? grid.columns : grid.rows * grid.aspect;
  return Math.min(size.width / width, size.height / height);
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

/** Turns the picture by a quarter as the eye sees it, also when it is mirrored. */
export function rotateView(view: ViewTransform, degrees: 90 | -90): ViewTransform {
  const mirrored = view.flipHorizontal !== view.flipVertical;
  const turn = mirrored ? -degrees : degrees;
  const rotation = ((view.rotation + turn + 360) % 360) as QuarterTurn;
  return { ...view, rotation };
}

/** Mirrors the picture as the eye sees it. */
export function flipView(view: ViewTransform, axis: 'horizontal' | 'vertical'): ViewTransform {
  return axis === 'horizontal' ? { ...view, flipHorizontal: !view.flipHorizontal } : { ...view, flipVertical: !view.flipVertical };
}
