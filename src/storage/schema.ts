import type { PackageOrigin } from '../domain/installed-package';
import type { ModelSummary, PackageFile, SelfTest } from '../domain/model-package';
import type { Settings } from '../domain/settings';

/**
 * Everything the app may keep on a machine. No row has a place for patient data, study content or file names of the
 * user: keys are fixed words, model ids and hashes.
 */
export type StoragePlace = 'opfs' | 'indexeddb' | 'memory';

export interface SettingsRow {
  /** The one row. */
  readonly key: 'settings';
  /** What the user set; what is missing keeps its default. */
  readonly value: Partial<Settings>;
}

/** What is known of an installed model package. Always in IndexedDB (unless storage is dead), wherever its files are. */
export interface PackageRecord {
  /** Model id; with the version the key: several versions of a model stand side by side. */
  readonly id: string;
  readonly version: string;
  /** Of the manifest's bytes, hex: what was installed is this very package. */
  readonly manifestSha256: string;
  readonly origin: PackageOrigin;
  /** Kept in use although a newer version is installed. */
  readonly pinned: boolean;
  /** ISO 8601; null where the licence does not ask to be accepted. */
  readonly licenseAcceptedAt: string | null;
  /** Hash of the weights as in the manifest, hex. */
  readonly weightsSha256: string;
  /** Where the files are. */
  readonly place: StoragePlace;
  /** Bytes of all files. */
  readonly size: number;
  readonly files: readonly PackageFile[];
  /** ISO 8601. */
  readonly installedAt: string;
  readonly summary: ModelSummary;
}

/** A package file's bytes, where OPFS does not serve. */
export interface FileRow {
  /** Hex. */
  readonly sha256: string;
  /** A blob is written and read without passing through memory as a whole; version 1 kept bytes. */
  readonly blob?: Blob;
  readonly bytes?: Uint8Array<ArrayBuffer>;
}

/** A publisher's key that the user of this machine vouches for. */
export interface PublisherKeyRow {
  /** Ed25519, 32 bytes in base64. */
  readonly publicKey: string;
  readonly keyId: string;
  readonly name: string;
  /** ISO 8601. */
  readonly acceptedAt: string;
}

/** A self-test holds for these weights, on this provider and graphics adapter, with this version of the app. */
export interface SelfTestKey {
  readonly weightsSha256: string;
  readonly provider: SelfTest['provider'];
  readonly adapter: string;
  readonly appVersion: string;
}

export interface SelfTestRow extends SelfTestKey {
  readonly result: SelfTest;
}

/** Rows by table name. */
export interface Rows {
  readonly settings: SettingsRow;
  /** Of version 1; moved to `installed`, left as it was. */
  readonly packages: { readonly id: string };
  readonly files: FileRow;
  readonly selfTests: SelfTestRow;
  readonly installed: PackageRecord;
  readonly publisherKeys: PublisherKeyRow;
}
export type TableName = keyof Rows;
export const TABLE_NAMES = [
  'settings',
  'packages',
  'files',
  'selfTests',
  'installed',
  'publisherKeys',
] as const satisfies readonly TableName[];

/** Primary key of a row by table name. */
export interface Keys {
  readonly settings: 'settings';
  readonly packages: string;
  readonly files: string;
  readonly selfTests: readonly [weightsSha256: string, provider: string, adapter: string, appVersion: string];
  readonly installed: PackageKey;
  readonly publisherKeys: string;
}
export type PackageKey = readonly [id: string, version: string];
