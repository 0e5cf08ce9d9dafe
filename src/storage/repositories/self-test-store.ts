import type { SelfTest } from '../../domain/model-package';
import type { RecordTable } from '../record-tables';
import type { Keys, SelfTestKey, SelfTestRow } from '../schema';

/** Results of test vectors on this machine. A new weights file, adapter, or app version asks for a new test. */
export interface SelfTestStore {
  get(key: SelfTestKey): Promise<SelfTest | null>;
  /** Of one weights file, with this version of the app. */
  list(weightsSha256: string, appVersion: string): Promise<readonly SelfTest[]>;
  /** @throws AppError `storage-quota`, `storage-unavailable`. */
  put(key: SelfTestKey, result: SelfTest): Promise<void>;
}

export function selfTestStore(table: RecordTable<SelfTestRow, Keys['selfTests']>): SelfTestStore {
  return {
    get: async ({ weightsSha256, provider, adapter, appVersion }) =>
      (await table.get([weightsSha256, provider, adapter, appVersion]))?.result ?? null,
    list: async (weightsSha256, appVersion) =>
      (await table.all()).filter((row) => row.weightsSha256 === weightsSha256 && row.appVersion === appVersion).map((row) => row.result),
    put: ({ weightsSha256, provider, adapter, appVersion }, result) => table.put({ weightsSha256, provider, adapter, appVersion, result }),
  };
}
