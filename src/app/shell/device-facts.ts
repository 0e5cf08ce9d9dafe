import { memoryBudget } from '../../inference/memory/memory-budget';
import { threadsHere } from '../../inference/runtime/threads';

/** What this browser and machine give to the app. Nothing of it is about what is open. */
export interface DeviceFacts {
  readonly webgpu:
    | {
        readonly state: 'ready';
        readonly adapter: string;
        /** The browser computes on the processor in its place. */
        readonly fallback: boolean;
        /** Bytes. */
        readonly maxBufferSize: number;
        readonly maxStorageBufferBindingSize: number;
        readonly halfPrecision: boolean;
      }
    /** The browser has no WebGPU; it finds no adapter; asking for one failed. */
    | { readonly state: 'no-api' | 'no-adapter' | 'failed' };
  readonly wasm: {
    readonly simd: boolean;
    /** That the app computes with. */
    readonly threads: number;
    readonly cores: number;
    readonly isolated: boolean;
  };
  /** Null without WebGL 2: images are then drawn on a canvas. */
  readonly webgl: { readonly renderer: string; readonly maxTextureSize: number } | null;
  readonly memory: {
    /** GiB, rounded by the browser and 8 at most; null where it does not say. */
    readonly device: number | null;
    /** Bytes that the page's own heap may grow to; null where the browser does not say. */
    readonly heapLimit: number | null;
    /** Bytes that one run of a model may plan for. */
    readonly budget: number;
  };
  /** Pixel codings of DICOM that are decoded here (docs/formats.md). */
  readonly codecs: readonly string[];
}

/** All come with the app, as WASM or in its own code: none is asked of the browser. */
const CODECS = ['RLE', 'Deflate', 'JPEG (8, 12 bits)', 'JPEG Lossless', 'JPEG-LS', 'JPEG 2000', 'HTJ2K', 'JPEG XL'] as const;

/** Asks the browser, never the network. */
export async function readDeviceFacts(): Promise<DeviceFacts> {
  const device = deviceMemory();
  return {
    webgpu: await webgpuFacts(),
    wasm: {
      simd: WebAssembly.validate(SIMD_MODULE),
      threads: threadsHere(globalThis),
      cores: navigator.hardwareConcurrency,
      isolated: globalThis.crossOriginIsolated,
    },
    webgl: webglFacts(),
    memory: { device: device ?? null, heapLimit: heapLimit(), budget: memoryBudget(device) },
    codecs: CODECS,
  };
}

/** GiB as the browser rounds them (Device Memory API, Chromium alone); undefined elsewhere. */
export function deviceMemory(): number | undefined {
  const { deviceMemory: gibibytes } = navigator as Navigator & { readonly deviceMemory?: unknown };
  return typeof gibibytes === 'number' && gibibytes > 0 ? gibibytes : undefined;
}

/** A function that makes a vector of bytes: valid where WebAssembly has fixed-width SIMD. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0],
  ...[65, 0, 253, 15, 253, 98, 11],
);

export async function webgpuFacts(): Promise<DeviceFacts['webgpu']> {
  // Absent from insecure contexts and older browsers, whatever the types say.
  const gpu = navigator.gpu as GPU | undefined;
  if (gpu === undefined) return { state: 'no-api' };
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) return { state: 'no-adapter' };
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    return {
      state: 'ready',
      adapter: [vendor, architecture, description].filter((part) => part !== '').join(' ') || 'webgpu',
      fallback: isFallbackAdapter,
      maxBufferSize,
      maxStorageBufferBindingSize,
      halfPrecision: adapter.features.has('shader-f16'),
    };
  } catch {
    return { state: 'failed' };
  }
}

export function webglFacts(): DeviceFacts['webgl'] {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  const maxTextureSize: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return {
    renderer: typeof renderer === 'string' && renderer !== '' ? renderer : 'WebGL 2',
    maxTextureSize: typeof maxTextureSize === 'number' ? maxTextureSize : 0,
  };
}

/** `performance.memory` of Chromium. */
function heapLimit(): number | null {
  const { memory } = performance as Performance & { readonly memory?: { readonly jsHeapSizeLimit?: unknown } };
  return typeof memory?.jsHeapSizeLimit === 'number' ? memory.jsHeapSizeLimit : null;
}
