import type { ComponentType } from 'react';
import { useShell } from '../app-context';
import { useDialogs, type DialogId } from '../dialogs';
import { AboutDialog } from './AboutDialog';
import { CloseDialog } from './CloseDialog';
import { HelpDialog } from './HelpDialog';
import { LockScreen } from './LockScreen';
import { OfflineDialog } from './OfflineDialog';
import { SealDialog } from './SealDialog';
import { SettingsDialog } from './SettingsDialog';
import { WipeDialog } from './WipeDialog';

/** A dialog without its line here does not compile. */
const DIALOGS: Readonly<Record<DialogId, ComponentType<{ readonly onClose: () => void }>>> = {
  seal: SealDialog,
  offline: OfflineDialog,
  settings: SettingsDialog,
  help: HelpDialog,
  about: AboutDialog,
  wipe: WipeDialog,
  close: CloseDialog,
};

export function DialogHost() {
  const dialogs = useDialogs();
  const locked = useShell((shell) => shell.locked);
  if (locked) return <LockScreen />;
  if (dialogs.current === null) return null;
  const Current = DIALOGS[dialogs.current];
  return <Current onClose={dialogs.close} />;
}
