import type { App } from '../../app/app';
import { digitOf } from '../../domain/keymap';
import { CLASS_KEYS, classesOf } from '../../domain/regions/annotation-classes';
import { isRegionTool } from '../../domain/regions/drawing';
import { ARROWS } from './arrows';

/** CSS pixels the cursor goes at one arrow key (Shift: ten times that). */
const STEP = 4;

/**
 * Keys of the tools that draw regions and count: 1–9 choose the class, arrows move the cursor, Enter presses there (a line is
 * begun by one and ended by the next) and closes an outline that was clicked, Backspace takes its last point back, Escape all.
 * @returns true when the key meant something.
 */
export function runRegionKey(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  app: Pick<App, 'commands' | 'view' | 'review' | 'session'>,
): boolean {
  const { commands } = app;
  const { tool, viewports, active } = app.view.getState();
  if (!isRegionTool(tool) || event.ctrlKey || event.metaKey) return false;
  const digit = digitOf(event);
  if (digit !== null && digit >= 1 && digit <= CLASS_KEYS) {
    const series = app.session.getState().series.find(({ id }) => id === viewports[active].series) ?? null;
    const chosen = classesOf(app.review.getState().classes, series)[digit - 1];
    // A number without a class chooses nothing, and no window either.
    if (chosen !== undefined) commands.setDrawing({ label: chosen.key });
    return true;
  }
  const arrow = ARROWS[event.key];
  if (arrow !== undefined) {
    const step = event.shiftKey ? STEP * 10 : STEP;
    return commands.drawByKey({ do: 'move', dx: arrow[0] * step, dy: arrow[1] * step });
  }
  switch (event.key) {
    case 'Enter':
      return commands.drawByKey({ do: 'press', alt: event.altKey }) || commands.drawByKey({ do: 'finish' });
    case 'Backspace':
      return commands.drawByKey({ do: 'take-back' });
    case 'Escape':
      return commands.drawByKey({ do: 'cancel' });
    default:
      return false;
  }
}
