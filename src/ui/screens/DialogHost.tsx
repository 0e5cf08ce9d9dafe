import { lazy, Suspense, type ComponentType } from 'react';
import { usePackages, useShell, useView } from '../app-context';
import { useDialogs, type DialogId } from '../dialogs';
import { AboutDialog } from './AboutDialog';
import { CalibrationDialog } from './CalibrationDialog';
import { CloseDialog } from './CloseDialog';
import { HelpDialog } from './HelpDialog';
import { ImportQuestionDialog } from './ImportQuestionDialog';
import { LockScreen } from './LockScreen';
import { OfflineDialog } from './OfflineDialog';
import { RulerDialog } from './RulerDialog';
import { SealDialog } from './SealDialog';
import { SettingsDialog } from './SettingsDialog';
import { WipeDialog } from './WipeDialog';

/** Fetched when they are first opened: few readers manage models. */
const DraftDialog = lazy(async () => ({ default: (await import('./DraftDialog')).DraftDialog }));
const DeviceDialog = lazy(async () => ({ default: (await import('./DeviceDialog')).DeviceDialog }));
const LiveDialog = lazy(async () => ({ default: (await import('./LiveDialog')).LiveDialog }));
const DemoLibraryDialog = lazy(async () => ({ default: (await import('./DemoLibraryDialog')).DemoLibraryDialog }));
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
  demos: DemoLibraryDialog,
  device: DeviceDialog,
  live: LiveDialog,
  calibration: CalibrationDialog,
};

export function DialogHost() {
  const dialogs = useDialogs();
  const locked = useShell((shell) => shell.locked);
  const question = usePackages((packages) => packages.question);
  const draft = usePackages((packages) => packages.draft);
  const ruler = useView(({ measurements, calibrating }) => measurements.find(({ id }) => id === calibrating));
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
  if (ruler !== undefined) return <RulerDialog key={ruler.id} ruler={ruler} />;
  if (dialogs.current === null) return null;
  const Current = DIALOGS[dialogs.current];
  return (
    <Suspense>
      <Current onClose={dialogs.close} />
    </Suspense>
  );
}
