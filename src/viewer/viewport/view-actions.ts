import { fitView, flipView, panBy, rotateView, zoomAt } from '../../domain/geometry/view-transform';
import { autoWindow } from '../../domain/kernels/window-level-auto';
import { windowPreset } from '../../domain/kernels/window-level-presets';
import { MAGNIFICATIONS, zoomAtMagnification } from '../../domain/slide-view';
import type { Point } from '../../domain/units';
import type { ViewAction } from '../../domain/view';
import { keepsRange } from '../frames/presentation';
import type { ViewportView } from './viewport-view';

/** Zooms around a point of the viewport (CSS pixels), by default its middle. */
export function zoomBy(view: ViewportView, factor: number, at?: Point): void {
  const { grid, size } = view;
  if (grid === null) return;
  view.fitted = false;
  view.transform = zoomAt(view.transform, grid, size, factor, at ?? { x: size.width / 2, y: size.height / 2 });
}

export function panView(view: ViewportView, dx: number, dy: number): void {
  if (view.grid === null) return;
  view.fitted = false;
  view.transform = panBy(view.transform, view.grid, dx, dy);
}

/** Turns the picture clockwise as seen: slides by any degrees, other images by quarters. */
export function turnView(view: ViewportView, degrees: number): void {
  if (view.slide === null && degrees % 90 !== 0) return;
  view.transform = rotateView(view.transform, degrees);
  view.fitIfWanted();
}

/** As an objective of that power would show it; nothing happens on a slide that states no scale. */
function magnify(view: ViewportView, magnification: number): void {
  const pyramid = view.series?.slide;
  const zoom = pyramid === undefined ? null : zoomAtMagnification(pyramid, magnification);
  if (zoom !== null) zoomBy(view, zoom / view.transform.zoom);
}

/** The number keys are the objectives of a slide, and 0 the whole of it. */
function applyObjective(view: ViewportView, digit: number): void {
  const magnification = MAGNIFICATIONS[digit - 1];
  if (magnification !== undefined) magnify(view, magnification);
  else if (digit === 0) {
    view.fitted = true;
    view.fitIfWanted();
  }
}

function applyPreset(view: ViewportView, digit: number): void {
  const { series, frame, values } = view;
  if (view.slide !== null) {
    applyObjective(view, digit);
    return;
  }
  if (series === null || frame === null || values === null || values.colour) return;
  const preset = windowPreset(digit, series.modality, values.unit, frame.voi.length);
  if (preset === null) return;
  switch (preset.kind) {
    case 'auto': {
      const full = keepsRange(series, values) && digit !== 0;
      const window = full ? { center: 128, width: 256 } : autoWindow(values.values, values.padding, preset.low, preset.high);
      view.setMode({ kind: 'fixed', window, shape: 'LINEAR' });
      return;
    }
    case 'file':
      view.setMode({ kind: 'file', item: preset.item });
      return;
    case 'fixed':
      view.setMode({ kind: 'fixed', window: preset.window, shape: 'LINEAR' });
      return;
  }
}

/** Carries out the actions that change how the current frame looks. Returns false for those that move between frames. */
export function applyDisplayAction(view: ViewportView, action: ViewAction): boolean {
  const { grid, size } = view;
  switch (action.type) {
    case 'scroll':
    case 'go-to':
    case 'cine':
    case 'retry':
      return false;
    case 'window':
      view.setMode({ kind: 'fixed', window: action.window, shape: view.presentation?.shape ?? 'LINEAR' });
      return true;
    case 'window-preset':
      applyPreset(view, action.preset);
      return true;
    case 'zoom-by':
      zoomBy(view, action.factor);
      return true;
    case 'pan-by':
      panView(view, action.dx, action.dy);
      return true;
    case 'fit':
      view.fitted = true;
      view.fitIfWanted();
      return true;
    case 'one-to-one':
      if (grid !== null) {
        view.fitted = false;
        // One image pixel on one pixel of the screen itself, whatever the browser's zoom.
        view.transform = { ...fitView(grid, size, view.transform), zoom: 1 / (window.devicePixelRatio || 1) };
      }
      return true;
    case 'invert':
      view.inverted = !view.inverted;
      return true;
    case 'rotate':
      turnView(view, action.degrees);
      return true;
    case 'rotate-to':
      view.transform = { ...view.transform, rotation: 0 };
      turnView(view, action.degrees);
      return true;
    case 'flip':
      view.transform = flipView(view.transform, action.axis);
      return true;
    case 'interpolate':
      view.interpolated = !view.interpolated;
      return true;
    case 'magnify':
      magnify(view, action.magnification);
      return true;
    case 'upright':
      view.transform = { ...view.transform, rotation: 0, flipHorizontal: false, flipVertical: false };
      view.fitIfWanted();
      return true;
    case 'center':
      view.fitted = false;
      view.transform = { ...view.transform, center: action.point };
      return true;
    case 'slide-look':
      view.slide?.setLook(action.look);
      return true;
    case 'extended-focus':
      view.slide?.setExtendedFocus(action.on);
      return true;
    case 'time':
      view.slide?.setTime(action.time);
      return true;
    case 'slide-channel':
      view.slide?.setChannel(action.channel, action.look);
      return true;
    case 'reset':
      view.resetDisplay();
      return true;
  }
}
