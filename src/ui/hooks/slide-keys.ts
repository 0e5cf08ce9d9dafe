import type { App } from '../../app/app';
import { ARROWS } from './arrows';

/** CSS pixels a slide goes at one arrow key (Shift: most of a screen). */
const STEP = 60;
const LONG_STEP = 400;
const ZOOM = 1.25;

/**
 * Keys of a slide: arrows move it as a stage does, with Ctrl they focus; + and − zoom. A stack is scrolled by the arrows;
 * a slide is too large to find one's way on without.
 * @returns true when the key meant something.
 */
export function runSlideKey(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>, app: App): boolean {
  const { viewports, active } = app.view.getState();
  if (viewports[active].slide === null || event.altKey || event.metaKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow === undefined) {
    if ((event.key !== '+' && event.key !== '-') || event.ctrlKey) return false;
    app.commands.act({ type: 'zoom-by', factor: event.key === '+' ? ZOOM : 1 / ZOOM });
    return true;
  }
  const [dx, dy] = arrow;
  if (event.ctrlKey) {
    if (dy !== 0) app.commands.act({ type: 'scroll', by: dy });
    return dy !== 0;
  }
  const step = event.shiftKey ? LONG_STEP : STEP;
  app.commands.act({ type: 'pan-by', dx: -dx * step, dy: -dy * step });
  return true;
}
