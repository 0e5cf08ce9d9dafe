import type { Settings } from '../../domain/settings';
import type { Storage } from '../../storage/storage';
import type { Commands } from '../app';
import type { Report, Stores } from '../context';
import { readDeviceFacts } from '../shell/device-facts';
import { deviceText } from '../shell/device-text';
import { supportText } from '../shell/runtime-info';

type ShellCommands = Pick<
  Commands,
  'setLanguage' | 'setSettings' | 'applyUpdate' | 'promptInstall' | 'dismissNotice' | 'supportText' | 'readDevice' | 'deviceText' | 'unlock'
>;

export interface ShellPorts {
  readonly storage: Promise<Storage>;
  readonly report: Report;
  readonly dismiss: (id: number) => void;
  applyUpdate(): void;
  promptInstall(): Promise<void>;
}

export function createShellCommands(stores: Stores, ports: ShellPorts): ShellCommands {
  const setSettings = (patch: Partial<Settings>): void => {
    stores.settings.setState(patch);
    ports.storage.then((storage) => storage.settings.save(patch)).catch(ports.report);
  };
  return {
    setLanguage(language) {
      setSettings({ language });
    },
    setSettings,
    applyUpdate() {
      ports.applyUpdate();
    },
    promptInstall: () => ports.promptInstall(),
    dismissNotice: ports.dismiss,
    supportText() {
      const models = stores.models.getState().models.map(({ summary, selfTests }) => {
        const tests = selfTests.map(({ provider, passed }) => `${provider} ${passed ? 'passed' : 'failed'}`).join(', ');
        return `${summary.id} ${summary.version} (${tests === '' ? 'not tested' : tests})`;
      });
      return supportText(stores.shell.getState(), models);
    },
    readDevice: readDeviceFacts,
    deviceText(facts) {
      const { models, packages, shell } = stores;
      const { installed, storage } = packages.getState();
      return deviceText(facts, { shell: shell.getState(), installed, storage, lastRuns: models.getState().lastRuns });
    },
    unlock() {
      stores.shell.setState({ locked: false });
    },
  };
}
