import { useCallback } from 'react';
import type { KeyboardEvent } from 'react';
import { isPersonsRegion } from '../../domain/finding';
import type { KeyCommand, KeyScope, SimpleCommand } from '../../domain/keymap';
import { resolveKey } from '../../domain/keymap';
import type { App } from '../../app/app';
import { useApp } from '../app-context';
import { useDialogs, type Dialogs } from '../dialogs';
import { runPromptKey } from './prompt-keys';
import { runRegionKey } from './region-keys';
import { runSlideKey } from './slide-keys';

/** What only the viewport with the focus can do itself. */
export interface ViewportHooks {
  openMenu(): void;
}

function stepSeries(app: App, by: 1 | -1): void {
  const { series } = app.session.getState();
  const view = app.view.getState();
  const at = series.findIndex(({ id }) => id === view.viewports[view.active].series);
  const next = series[at + by];
  if (next !== undefined) app.commands.showSeries(next.id, view.active);
}

/** First Escape leaves a measuring tool, the next one resets the display and keeps the slice (IHE BIR). */
function escape(app: App): void {
  const { tool, selectedMeasurement } = app.view.getState();
  if (selectedMeasurement !== null) app.commands.selectMeasurement(null);
  else if (!['window', 'scroll', 'pan', 'zoom'].includes(tool)) app.commands.setTool('scroll');
  else app.commands.act({ type: 'reset' });
}

function deleteSelection(app: App): void {
  const { selectedMeasurement } = app.view.getState();
  const { findings, selected } = app.review.getState();
  if (selectedMeasurement !== null) app.commands.removeMeasurement(selectedMeasurement);
  else if (selected !== null && findings.some((finding) => finding.id === selected && isPersonsRegion(finding)))
    app.commands.removeFinding(selected);
}

function onSelectedFinding(app: App, run: (id: NonNullable<ReturnType<App['review']['getState']>['selected']>) => void): void {
  const { selected } = app.review.getState();
  if (selected !== null) run(selected);
}

function runSimple(command: SimpleCommand, app: App, dialogs: Dialogs, viewport: ViewportHooks | null): void {
  const { commands } = app;
  const view = app.view.getState();
  const run: Readonly<Record<SimpleCommand, () => void>> = {
    'first-image': () => {
      commands.act({ type: 'go-to', index: 1 });
    },
    'last-image': () => {
      commands.act({ type: 'go-to', index: Math.max(1, view.viewports[view.active].total) });
    },
    'previous-series': () => {
      stepSeries(app, -1);
    },
    'next-series': () => {
      stepSeries(app, 1);
    },
    fit: () => {
      commands.act({ type: 'fit' });
    },
    'one-to-one': () => {
      commands.act({ type: 'one-to-one' });
    },
    invert: () => {
      commands.act({ type: 'invert' });
    },
    'rotate-right': () => {
      commands.act({ type: 'rotate', degrees: 90 });
    },
    'rotate-left': () => {
      commands.act({ type: 'rotate', degrees: -90 });
    },
    'flip-horizontal': () => {
      commands.act({ type: 'flip', axis: 'horizontal' });
    },
    'flip-vertical': () => {
      commands.act({ type: 'flip', axis: 'vertical' });
    },
    cine: () => {
      commands.act({ type: 'cine' });
    },
    planes: () => {
      commands.setLayout(view.layout === 'planes' ? '1x1' : 'planes');
    },
    overlays: () => {
      commands.cycleOverlays();
    },
    identity: () => {
      commands.toggleIdentity();
    },
    'toggle-ai': () => {
      commands.toggleAi();
    },
    'counting-grid': () => {
      commands.setGrid({ shown: !view.grid.shown });
    },
    'next-finding': () => {
      commands.goToFinding(1);
    },
    'previous-finding': () => {
      commands.goToFinding(-1);
    },
    'accept-finding': () => {
      onSelectedFinding(app, commands.accept);
    },
    'reject-finding': () => {
      onSelectedFinding(app, commands.reject);
    },
    'delete-selection': () => {
      deleteSelection(app);
    },
    'cell-gallery': () => {
      commands.setGallery({ open: !view.gallery.open });
    },
    undo: () => {
      commands.undo();
    },
    redo: () => {
      commands.redo();
    },
    escape: () => {
      escape(app);
    },
    'context-menu': () => {
      viewport?.openMenu();
    },
    help: () => {
      dialogs.open('help');
    },
  };
  run[command]();
}

function changeFrameRate(app: App, by: number): void {
  const view = app.view.getState();
  const cine = view.viewports[view.active].cine;
  if (cine !== null) app.commands.act({ type: 'cine', playing: cine.playing, framesPerSecond: Math.max(1, cine.framesPerSecond + by) });
}

function run(command: KeyCommand, app: App, dialogs: Dialogs, viewport: ViewportHooks | null): void {
  switch (command.do) {
    case 'tool':
      app.commands.setTool(command.tool);
      return;
    case 'scroll':
      app.commands.act({ type: 'scroll', by: command.by });
      return;
    case 'preset':
      app.commands.act({ type: 'window-preset', preset: command.preset });
      return;
    case 'frame-rate':
      changeFrameRate(app, command.by);
      return;
    case 'zoom':
      app.commands.act({ type: 'zoom-by', factor: command.factor });
      return;
    default:
      runSimple(command.do, app, dialogs, viewport);
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio');

/** Named keys that a focused control needs for itself. */
const CONTROL_KEYS = [' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];

/** Gives a handler that runs the command of a key stroke; true when it meant something. */
export function useKeyCommands(scope: KeyScope): (event: KeyboardEvent | globalThis.KeyboardEvent, viewport?: ViewportHooks) => boolean {
  const app = useApp();
  const dialogs = useDialogs();
  return useCallback(
    (event, viewport) => {
      if (event.defaultPrevented || isTyping(event.target)) return false;
      const onControl = event.target !== event.currentTarget && event.target instanceof HTMLButtonElement;
      if (onControl && CONTROL_KEYS.includes(event.key)) return false;
      if (scope === 'viewport' && !onControl && (runPromptKey(event, app) || runRegionKey(event, app) || runSlideKey(event, app))) {
        event.preventDefault();
        event.stopPropagation();
        return true;
      }
      const command = resolveKey(app.settings.getState().keymap, event, scope);
      if (command === null) return false;
      event.preventDefault();
      event.stopPropagation();
      run(command, app, dialogs, viewport ?? null);
      return true;
    },
    [app, dialogs, scope],
  );
}
