import { lazy, Suspense, type ComponentType } from 'react';
import { usePackages, useShell } from '../app-context';
import { useDialogs, type DialogId } from '../dialogs';
import { AboutDialog } from './AboutDialog';
import { CloseDialog } from './CloseDialog';
import { HelpDialog } from './HelpDialog';
import { ImportQuestionDialog } from './ImportQuestionDialog';
import { LockScreen } from './LockScreen';
import { OfflineDialog } from './OfflineDialog';
import { SealDialog } from './SealDialog';
import { SettingsDialog } from './SettingsDialog';
import { WipeDialog } from './WipeDialog';

/** Fetched when they are first opened: few readers manage models. */
const DraftDialog = lazy(async () => ({ default: (await import('./DraftDialog')).DraftDialog }));
const DeviceDialog = lazy(async () => ({ default: (await import('./DeviceDialog')).DeviceDialog }));
const LiveDialog = lazy(async () => ({ default: (await import('./LiveDialog')).LiveDialog }));
const ModelLibraryDialog = lazy(async () => ({ default: (await import('./ModelLibraryDialog')).ModelLibraryDialog }));

/** A dialog without its line here does not compile. */
const DIALOGS: Readonly<Record<DialogId, ComponentType<{ readonly onClose: () => void }>>> = {
  seal: SealDialog,
  offline: OfflineDialog,
  settings: SettingsDialog,
  help: HelpDialog,
  about: AboutDialog,
  wipe: WipeDialog,
  close: CloseDialog,
  models: ModelLibraryDialog,
  device: DeviceDialog,
  live: LiveDialog,
};

export function DialogHost() {
  const dialogs = useDialogs();
  const locked = useShell((shell) => shell.locked);
  const question = usePackages((packages) => packages.question);
  const draft = usePackages((packages) => packages.draft);
  if (locked) return <LockScreen />;
  // An import waits for it, whatever else is open.
  if (question !== null) return <ImportQuestionDialog question={question} />;
  if (draft !== null) {
    return (
      <Suspense>
        <DraftDialog draft={draft} />
      </Suspense>
    );
  }
  if (dialogs.current === null) return null;
  const Current = DIALOGS[dialogs.current];
  return (
    <Suspense>
      <Current onClose={dialogs.close} />
    </Suspense>
  );
}
