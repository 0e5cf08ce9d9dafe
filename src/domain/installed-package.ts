import type { InstalledModel } from './model-package';
import type { Trust } from './trust';

/** Where a package came from. */
export type PackageOrigin = 'shipped' | 'configured' | 'imported';

/** A package's own tests on one provider of this machine. */
export type SelfTestState = 'none' | 'running' | 'passed' | 'failed' | 'unsupported';

/** One installed version of a model; several may stand side by side, one of them is used. */
export interface InstalledPackage extends InstalledModel {
  readonly trust: Trust;
  /** Of the manifest's bytes, hex. */
  readonly manifestSha256: string;
  /** Kept in use although a newer version is installed. */
  readonly pinned: boolean;
  /** The version that runs. */
  readonly active: boolean;
  readonly origin: PackageOrigin;
  /** ISO 8601. */
  readonly installedAt: string;
  readonly selfTestStates: Readonly<Record<'webgpu' | 'wasm', SelfTestState>>;
  /** Of the last check of every byte against its hash, at start or when asked for; null while it is made. */
  readonly verifiedAt: string | null;
}

/** What an import waits for the user to agree to. */
export type ImportConcern =
  /** An older version than one installed: a signed package may be replayed to bring a fault back. */
  | 'older-version'
  /** This very version is installed and better vouched for. */
  | 'weaker-trust'
  /** Other content under the number of an installed version. */
  | 'same-version'
  /** The licence asks to be accepted. */
  | 'license';

/** Two packages are the same thing when id and version are. */
export function packageKey({ id, version }: { readonly id: string; readonly version: string }): string {
  return `${id}@${version}`;
}
