import type { PackageFiles } from '../package-files';
import type { Unmapped } from './shared/not-mapped';

/** A draft of a package: what could be mapped, and what could not. */
export interface Conversion {
  /** `manifest.json` but for `files` and the hashes, which are filled in from the bytes. */
  readonly manifest: DraftManifest;
  /** Files of the package by path; a path of the source stands for its bytes. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly unmapped: readonly Unmapped[];
}

/** Reads a foreign model. @throws AppError `conversion-failed` where no draft can be made of it. */
export type Converter = (source: PackageFiles) => Promise<Conversion>;

/** A manifest under construction: the schema itself is asked when it is done. */
export type DraftManifest = Readonly<Record<string, unknown>>;

export interface DraftStep {
  readonly step: string;
  readonly in: string | readonly string[] | Readonly<Record<string, string>>;
  readonly out: string | readonly string[] | Readonly<Record<string, string>>;
  readonly network?: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
}
