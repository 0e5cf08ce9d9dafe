import type { App } from '../../app/app';
import { isSameFrame } from '../../domain/prompt';
import { ARROWS } from './arrows';

/** CSS pixels the cursor goes at one arrow key (Shift: ten times that). */
const STEP = 4;

/**
 * Keys of the prompt tool over a viewport: arrows move its cursor, Enter names a place there (with Alt of the other kind),
 * Backspace takes the last place back, Escape all of them; a second Escape leaves the tool as any other.
 * @returns true when the key meant something.
 */
export function runPromptKey(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>, app: App): boolean {
  const { commands } = app;
  if (app.view.getState().tool !== 'prompt' || event.ctrlKey || event.metaKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow !== undefined) {
    const step = event.shiftKey ? STEP * 10 : STEP;
    commands.movePromptCursor(arrow[0] * step, arrow[1] * step);
    return true;
  }
  switch (event.key) {
    case 'Enter':
      commands.placeAtCursor(event.altKey);
      return true;
    case 'Backspace':
      commands.removePromptPoint();
      return true;
    case 'Escape':
      if (!hasPoints(app)) return false;
      commands.clearPromptPoints();
      return true;
    default:
      return false;
  }
}

/** Whether the frame on screen has places clicked. */
function hasPoints(app: App): boolean {
  const { viewports, active } = app.view.getState();
  const { series: id, index } = viewports[active];
  const frame = app.session.getState().series.find((series) => series.id === id)?.frames[index - 1];
  if (id === null || frame === undefined) return false;
  const place = { series: id, instance: frame.instance, frameNumber: frame.frameNumber };
  return app.prompt.getState().prompts.some((prompt) => isSameFrame(prompt, place));
}
