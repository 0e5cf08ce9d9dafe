import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { App } from '../app/app';
import { Root } from './Root';
import './theme/tokens.css';
import './theme/base.css';

/** Draws the whole interface of `app` into `root`. The window title never names a patient. */
export function mount(app: App, root: HTMLElement): void {
  document.title = 'Diaphane';
  createRoot(root).render(
    <StrictMode>
      <Root app={app} />
    </StrictMode>,
  );
}
