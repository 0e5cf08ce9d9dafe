import type { LedgerEntry, OfflineItem } from '../app';
import { createLedger } from '../network/ledger';
import { watchOfflineStatus, type OfflineState, type OfflineStatusWatch } from '../offline/offline-status';
import { ServiceWorkerControl } from '../offline/service-worker-control';
import { establishSeal } from './establish-seal';
import { closeUnusedChannels } from './lockdown';
import type { SealReport } from './seal-test';

export interface ProtectionOptions {
  /** True while no study is open and no file waits for the seal. */
  readonly mayReload: () => boolean;
  /** Installed model packages as lines of the offline list. */
  readonly packages: () => Promise<readonly OfflineItem[]>;
  readonly onSeal: (report: SealReport) => void;
  readonly onRequests: (entries: readonly LedgerEntry[], foreign: number) => void;
  readonly onOffline: (state: OfflineState) => void;
  readonly onUpdateReady: () => void;
}

export interface Protection {
  /** Settles once, with what `onSeal` was given. Workers that touch patient data start after it. */
  readonly seal: Promise<SealReport>;
  /** `refresh()` after a package was installed or removed. */
  readonly offline: OfflineStatusWatch;
  /** On the user's word. */
  applyUpdate(): void;
}

/** Ledger, service worker, seal test and offline status, in the order that lets each see the next. */
export function startProtection(options: ProtectionOptions): Protection {
  closeUnusedChannels();
  createLedger(options.onRequests);
  const control = new ServiceWorkerControl({ onUpdateReady: options.onUpdateReady });
  const seal = establishSeal({ control, mayReload: options.mayReload }).then((report) => {
    options.onSeal(report);
    return report;
  });
  const offline = watchOfflineStatus({ control, packages: options.packages, onChange: options.onOffline });
  return {
    seal,
    offline,
    applyUpdate: () => {
      control.applyUpdate();
    },
  };
}
