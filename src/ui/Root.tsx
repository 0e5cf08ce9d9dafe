import { useMemo, useState } from 'react';
import type { App } from '../app/app';
import { useStore } from 'zustand';
import { AppContext } from './app-context';
import { DialogsContext, type DialogId } from './dialogs';
import { LanguageProvider } from './i18n/language';
import { ErrorBoundary } from './kit/ErrorBoundary';
import { Shell } from './shell/Shell';

export function Root({ app }: { readonly app: App }) {
  const language = useStore(app.settings, (settings) => settings.language);
  const [current, setCurrent] = useState<DialogId | null>(null);
  const dialogs = useMemo(
    () => ({
      current,
      open: setCurrent,
      close: () => {
        setCurrent(null);
      },
    }),
    [current],
  );
  return (
    <AppContext value={app}>
      <LanguageProvider language={language}>
        <DialogsContext value={dialogs}>
          <ErrorBoundary>
            <Shell />
          </ErrorBoundary>
        </DialogsContext>
      </LanguageProvider>
    </AppContext>
  );
}
