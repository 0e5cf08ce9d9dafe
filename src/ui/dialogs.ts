import { createContext, useContext } from 'react';

export type DialogId =
  'seal' | 'offline' | 'settings' | 'help' | 'about' | 'wipe' | 'close' | 'models' | 'demos' | 'device' | 'live' | 'calibration';

/** Which dialog is open: at most one. */
export interface Dialogs {
  readonly current: DialogId | null;
  open(id: DialogId): void;
  close(): void;
}

export const DialogsContext = createContext<Dialogs | null>(null);

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext);
  if (dialogs === null) throw new Error('no DialogsContext above');
  return dialogs;
}
