import type { PublisherKey } from '../../domain/trust';
import type { RecordTable } from '../record-tables';
import type { PublisherKeyRow } from '../schema';

/** Publishers that the user of this machine vouches for, beside those of the app and of the administrator. */
export interface PublisherKeyStore {
  /** Never fails: where they cannot be read, nobody is vouched for. */
  list(): Promise<readonly PublisherKey[]>;
  /** @throws AppError `storage-quota`, `storage-unavailable`. */
  put(key: Omit<PublisherKey, 'origin'>): Promise<void>;
  /** @throws AppError `storage-unavailable`. */
  remove(publicKey: string): Promise<void>;
}

export function publisherKeyStore(table: RecordTable<PublisherKeyRow, string>, now: () => string): PublisherKeyStore {
  return {
    list: async () => {
      const rows = await table.all().catch(() => []);
      return rows.map(({ publicKey, keyId, name }) => ({ publicKey, keyId, name, origin: 'accepted' }));
    },
    put: ({ publicKey, keyId, name }) => table.put({ publicKey, keyId, name, acceptedAt: now() }),
    remove: (publicKey) => table.delete(publicKey),
  };
}
