import type { ViewerEvent } from '../../domain/view';
import type { ViewportView } from '../viewport/viewport-view';
import type { Gesture, Press } from './gesture';

/** A click names a place on the image, with Alt the other kind of place; a drag stays what it is. */
export function promptGesture(view: ViewportView, press: Press, drag: Gesture, emit: (event: ViewerEvent) => void): Gesture {
  return {
    ...drag,
    end: (at, moved) => {
      drag.end(at, moved);
      const { series, frame, grid } = view;
      const point = view.toImage(at);
      if (moved || series === null || frame === null || grid === null || point === null) return;
      if (point.x < 0 || point.y < 0 || point.x >= grid.columns || point.y >= grid.rows) return;
      const { instance, frameNumber } = frame;
      emit({ type: 'point-placed', place: { series: series.id, instance, frameNumber }, point, outside: press.alt });
    },
  };
}
