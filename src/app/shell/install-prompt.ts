/** Chromium's install event; absent from the DOM types because it is not a standard. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Keeps the browser's own install offer back until the user asks for it. */
export function watchInstallPrompt(onChange: (installable: boolean) => void): { prompt(): Promise<void> } {
  let offer: BeforeInstallPromptEvent | null = null;
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as BeforeInstallPromptEvent;
    onChange(true);
  });
  window.addEventListener('appinstalled', () => {
    offer = null;
    onChange(false);
  });
  return {
    async prompt() {
      const current = offer;
      offer = null;
      onChange(false);
      await current?.prompt();
    },
  };
}
