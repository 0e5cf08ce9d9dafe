import { imageToViewport, invertAffine } from './geometry/view-transform';
import type { InstanceId, SeriesId } from './ids';
import type { ModelSummary } from './model-package';
import type { Point } from './units';
import type { ViewportState } from './view';

/** A place clicked, in pixels of the source frame, (0, 0) the corner: inside what is meant, or outside it. */
export interface PromptPoint extends Point {
  readonly inside: boolean;
}

/** One frame of an open series. */
export interface FramePlace {
  readonly series: SeriesId;
  readonly instance: InstanceId;
  readonly frameNumber: number;
}

/** What was clicked on one frame, in order. */
export interface FramePrompt extends FramePlace {
  readonly points: readonly PromptPoint[];
}

/** Where the next place would be set by key. */
export interface PromptCursor extends FramePlace {
  readonly at: Point;
}

/** What of it is drawn over images. */
export interface PromptDisplay {
  readonly prompts: readonly FramePrompt[];
  readonly cursor: PromptCursor | null;
}

export function isAskedByPoints({ sources }: Pick<ModelSummary, 'sources'>): boolean {
  return sources.some(({ kind }) => kind === 'points');
}

export function isSameFrame(a: FramePlace, b: FramePlace): boolean {
  return a.series === b.series && a.instance === b.instance && a.frameNumber === b.frameNumber;
}

export function pointsOn(prompts: readonly FramePrompt[], place: FramePlace): readonly PromptPoint[] {
  return prompts.find((prompt) => isSameFrame(prompt, place))?.points ?? [];
}

/** The prompts with the points of one frame changed; a frame without points is left out. */
export function withPoints(prompts: readonly FramePrompt[], place: FramePlace, points: readonly PromptPoint[]): readonly FramePrompt[] {
  const { series, instance, frameNumber } = place;
  const others = prompts.filter((prompt) => !isSameFrame(prompt, place));
  return points.length === 0 ? others : [...others, { series, instance, frameNumber, points }];
}

/** Steps on screen (CSS pixels, right and down) in pixels of the image, however it is turned, mirrored and zoomed. */
export function screenStep(
  view: Pick<ViewportState, 'zoom' | 'rotation' | 'flippedHorizontally' | 'flippedVertically'>,
  dx: number,
  dy: number,
): Point {
  const transform = {
    rotation: view.rotation,
    flipHorizontal: view.flippedHorizontally,
    flipVertical: view.flippedVertically,
    center: { x: 0, y: 0 },
    zoom: view.zoom,
  };
  const [a, b, c, d] = invertAffine(imageToViewport(transform, { rows: 1, columns: 1, aspect: 1 }, { width: 0, height: 0 }));
  return { x: a * dx + c * dy, y: b * dx + d * dy };
}
