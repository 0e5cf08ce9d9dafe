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
  /** Model id; one version of a model is installed at a time. */
  readonly id: string;
  readonly version: string;
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
  readonly bytes: Uint8Array;
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
  readonly packages: PackageRecord;
  readonly files: FileRow;
  readonly selfTests: SelfTestRow;
}
export type TableName = keyof Rows;
export const TABLE_NAMES = ['settings', 'packages', 'files', 'selfTests'] as const satisfies readonly TableName[];

/** Primary key of a row by table name. */
export interface Keys {
  readonly settings: 'settings';
  readonly packages: string;
  readonly files: string;
  readonly selfTests: readonly [weightsSha256: string, provider: string, adapter: string, appVersion: string];
}
