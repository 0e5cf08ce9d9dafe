import type { ModelSummary } from '../../domain/model-package';
import type { ExecutionProvider } from '../../domain/job';
import type { Series } from '../../domain/study';
import type { GoldenReport } from '../../inference/golden-test';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { ModelResult } from '../../domain/result';
import type { SourcePayloads } from '../../inference/source-payload';

/** Where the runtime's files are and how many threads it may take; the first call settles it for the life of the worker. */
export interface RuntimeConfig {
  /** Absolute URL, ending in `/`. */
  readonly assets: string;
  readonly threads: number;
}

/** A sound package, as the main thread keeps it. */
export interface InspectedPackage {
  readonly summary: ModelSummary;
  readonly manifest: ModelManifest;
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

/** What both compute workers (WASM, WebGPU) answer to. */
export type ComputeApi = {
  /** Compiles the runtime. */
  warm: { params: RuntimeConfig; result: { readonly adapter: string }; progress: never };
  /** Checks a whole package without a session. */
  inspect: { params: PackageBlobs; result: InspectedPackage; progress: never };
  /** Loads a package; at once where it is loaded already. `milliseconds` is 0 then. */
  load: { params: LoadRequest; result: { readonly provider: ExecutionProvider; readonly milliseconds: number }; progress: never };
  /** Runs the test vectors of a loaded package. */
  test: { params: { readonly key: string; readonly rounds: number }; result: GoldenReport & { readonly adapter: string }; progress: never };
  run: {
    params: { readonly key: string; readonly sources: SourcePayloads; readonly series: ReadonlyMap<string, Series> };
    result: ModelResult;
    progress: { readonly done: number; readonly total: number };
  };
  release: { params: { readonly key: string }; result: null; progress: never };
};
