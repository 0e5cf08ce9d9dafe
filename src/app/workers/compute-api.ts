import type { WireError } from '../../domain/errors';
import type { MemoryForecast, ModelSummary } from '../../domain/model-package';
import type { ExecutionProvider } from '../../domain/job';
import type { Series } from '../../domain/study';
import type { PackageSignature } from '../../domain/trust';
import type { GoldenReport } from '../../inference/golden-test';
import type { SourceShapes } from '../../inference/memory/memory-plan';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { ModelResult } from '../../domain/result';
import type { ExplanationRequest } from '../../inference/explain/explain-by-occlusion';
import type { RunSources } from '../models/run-sources';
import type { OnnxAnswers } from '../../inference/packages/converters/onnx';
import type { ConvertedModel, NetworkDescription } from '../models/foreign-model';
import type { UnpackedArchive } from '../models/package-archive';

/** Where the runtime's files are and how many threads it may take; the first call settles it for the life of the worker. */
export interface RuntimeConfig {
  /** Absolute URL, ending in `/`. */
  readonly assets: string;
  readonly threads: number;
  /** Bytes that a run may plan for; see `choosePlan`. Default: no bound. */
  readonly memoryBudget?: number | undefined;
}

/** The memory of a run on sources of these shapes, before any pixel is read. */
export interface PlanRequest {
  readonly manifest: ModelManifest;
  readonly sources: SourceShapes;
  readonly budget: number;
}

/** What a package says of itself, checked, before any weight is read. */
export interface PackagePreview {
  /** Without the card. */
  readonly summary: ModelSummary;
  readonly manifest: ModelManifest;
  /** Verified; null for an unsigned package. */
  readonly signature: PackageSignature | null;
  /** Of the manifest's bytes, hex. */
  readonly manifestSha256: string;
  /** What there is to accept, where the licence asks for it: its text, or its name where the package brings no text. */
  readonly licenseToAccept: string | null;
}

/** A sound package, as the main thread keeps it. */
export interface InspectedPackage {
  readonly summary: ModelSummary;
  readonly manifest: ModelManifest;
  readonly signature: PackageSignature | null;
  /** Words about operators that WebGPU may not run rightly. */
  readonly webgpuNotes: readonly string[];
  /** False: the package does not ask for WebGPU, or needs the plain WASM bundle. */
  readonly mayUseWebgpu: boolean;
}

/** A package in the worker, by the id that the main thread gives it (`id@version`). */
export interface LoadRequest {
  readonly config: RuntimeConfig;
  readonly key: string;
  readonly files: PackageBlobs;
}

export interface RunRequest {
  readonly key: string;
  /** Name for `pause`. */
  readonly run: string;
  /** Held from the start. */
  readonly paused: boolean;
  readonly sources: RunSources;
  readonly series: ReadonlyMap<string, Series>;
  /** The stream of frames that this one belongs to. */
  readonly stream?: string | undefined;
  /** See `RunOptions.reuse`. */
  readonly reuse?: string | undefined;
  /** See `explainByOcclusion`. */
  readonly explain?: ExplanationRequest | undefined;
}

export interface WorkerRun {
  readonly result: ModelResult;
  /** Why the worker's own provider was left for another during the run, which went on where it was; null when it was not. */
  readonly failure: WireError | null;
}

/** What both compute workers (WASM, WebGPU) answer to. */
export type ComputeApi = {
  /** Compiles the runtime. */
  warm: { params: RuntimeConfig; result: { readonly adapter: string }; progress: never };
  /** Opens a zip that holds one package, or several one-file packages. */
  unpack: { params: Blob; result: UnpackedArchive; progress: never };
  /** Makes a draft package of a model in another format. */
  convert: { params: PackageBlobs; result: ConvertedModel; progress: never };
  /** Reads a bare network. */
  describe: { params: Blob; result: NetworkDescription; progress: never };
  /** Makes a draft package of a bare network. */
  draft: {
    params: { readonly network: Blob; readonly name: string; readonly answers: OnnxAnswers };
    result: ConvertedModel;
    progress: never;
  };
  /** Checks all of a package that costs nothing to check. */
  preview: { params: PackageBlobs; result: PackagePreview; progress: never };
  /** Checks a whole package without a session. */
  inspect: { params: PackageBlobs; result: InspectedPackage; progress: never };
  /** Loads a package; at once where it is loaded already. `milliseconds` is 0 then. */
  load: { params: LoadRequest; result: { readonly provider: ExecutionProvider; readonly milliseconds: number }; progress: never };
  /** Runs the test vectors of a loaded package. */
  test: {
    params: { readonly key: string; readonly rounds: number };
    result: GoldenReport & { readonly adapter: string };
    progress: { readonly done: number; readonly total: number };
  };
  /** Plans the memory of a run. The package need not be loaded. */
  plan: { params: PlanRequest; result: MemoryForecast; progress: never };
  run: {
    params: RunRequest;
    result: WorkerRun;
    progress: { readonly done: number; readonly total: number };
  };
  /** Holds a run before its next call of a network, or lets it go on. One that has ended is left alone. */
  pause: { params: { readonly run: string; readonly paused: boolean }; result: null; progress: never };
  release: { params: { readonly key: string }; result: null; progress: never };
};
