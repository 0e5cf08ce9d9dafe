import type { ErrorCode } from './errors';
import type { OutputKind } from './result';
import type { FieldSize } from './slide-fields/field';

/** A text in both languages; shown as text only. */
export interface LocalizedText {
  readonly fr: string;
  readonly en: string;
}

export interface LabelDefinition {
  /** Value in the model's output. */
  readonly id: number;
  /** The label as data (`RBC`): in findings, exports, the command line. */
  readonly key: string;
  readonly name: LocalizedText;
  /** `#rrggbb`, from a palette safe for colour-vision deficiency. */
  readonly color: string;
}

/** One file of a package. */
export interface PackageFile {
  /** Relative, `/`-separated, without `..`. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  readonly size: number;
}

/** What the screens and the applicability rules need of an installed package; the full manifest stays in `inference`. */
export interface ModelSummary {
  readonly id: string;
  readonly version: string;
  readonly name: LocalizedText;
  readonly description: LocalizedText;
  readonly publisher: string;
  readonly license: string;
  readonly task: string;
  readonly modalities: readonly string[];
  readonly intendedUse: {
    readonly status: string;
    readonly purpose: LocalizedText;
    readonly population: LocalizedText;
    readonly outOfScope: LocalizedText;
    readonly limitations: LocalizedText;
  };
  /** What it asks for, in the order of the manifest; the first is the one a series is chosen for. */
  readonly sources: readonly ModelSource[];
  /** What it answers. */
  readonly outputs: readonly ModelOutputSummary[];
  /** Of all outputs, each key once. */
  readonly labels: readonly LabelDefinition[];
  /** Of the first output that has one. */
  readonly threshold: { readonly value: number; readonly userAdjustable: boolean };
  /** Of the weights: the file's own hash, or for several the hash of their hashes in order. */
  readonly weightsSha256: string;
  /** False: a draft that nobody has checked. */
  readonly verified: boolean;
  /** Bytes of all files. */
  readonly size: number;
  /** Markdown source of the card, shown as text. */
  readonly card: string;
}

export interface ModelSource {
  readonly id: string;
  readonly kind: 'image' | 'stack' | 'volume' | 'wsi' | 'table' | 'series' | 'text' | 'points';
  readonly role: string;
  readonly optional: boolean;
  /** Of a text source: names of columns that hold the text where a table is open. */
  readonly textColumns: readonly string[];
  /** Words for columns by name, of those that have some; absent where none has. */
  readonly columnLabels?: Readonly<Record<string, LocalizedText>>;
  /** Of an image source: the pictures that it is given of a slide; absent where the package states none. */
  readonly field?: FieldSize;
}

export interface ModelOutputSummary {
  readonly id: string;
  readonly kind: OutputKind;
  readonly name: LocalizedText | null;
  readonly labels: readonly LabelDefinition[];
  /** The engine can tell which parts of the image a class of it rested on. */
  readonly explainable: boolean;
}

/** Does this model apply to this series, and if not, why (checks of the manifest, `model-package` 3.4). */
export interface Applicability {
  readonly verdict: 'yes' | 'warn' | 'no';
  readonly reasons: readonly LocalizedText[];
}

/** Self-test of a package on this machine. */
export interface SelfTest {
  readonly provider: 'webgpu' | 'wasm';
  readonly passed: boolean;
  /** Largest absolute difference against the expected tensor, or against WASM. */
  readonly maximumError: number;
  readonly milliseconds: number;
  /** ISO 8601. */
  readonly date: string;
  readonly adapter: string;
}

/** The memory that a run will take at its fullest, planned before it. */
export interface MemoryForecast {
  readonly bytes: number;
  /** Within what this machine can be expected to give. */
  readonly fits: boolean;
  /** The run will take the smaller way to the same labels, as the usual one does not fit. */
  readonly smaller: boolean;
}

export interface InstalledModel {
  readonly summary: ModelSummary;
  readonly state: 'installing' | 'ready' | 'failed';
  readonly error: ErrorCode | null;
  /** All bytes stored on this machine and verified. */
  readonly readyOffline: boolean;
  readonly place: 'opfs' | 'indexeddb' | 'memory';
  readonly selfTests: readonly SelfTest[];
}
