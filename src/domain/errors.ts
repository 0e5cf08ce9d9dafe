/**
 * Every failure the app can name. The union is closed: words for each code are a `Record` in `ui/i18n`,
 * so a new code without French and English words does not compile.
 */
export const ERROR_CODES = [
  // bytes and files
  'empty-file',
  'unknown-format',
  'read-failed',
  'truncated',
  'image-malformed',
  'image-variant-unsupported',
  // DICOM
  'dicom-malformed',
  'dicom-nesting-too-deep',
  'transfer-syntax-unsupported',
  'pixel-data-missing',
  'pixel-data-inconsistent',
  'dimensions-absurd',
  'photo-too-large',
  'codec-failed',
  // archives
  'archive-malformed',
  'archive-encrypted',
  'archive-too-deep',
  'decompression-bomb',
  // files set aside without being at fault
  'system-file',
  'not-an-image',
  'dicom-without-pixels',
  'duplicate-instance',
  'dicomdir-index',
  'dicomdir-reference-missing',
  'volume-format-later',
  'volume-variant-unsupported',
  'volume-data-missing',
  'volume-data',
  'volume-irregular',
  'labels-malformed',
  'slide-format-zeiss',
  'slide-format-mirax',
  'slide-format-olympus',
  'slide-format-isyntax',
  'slide-format-vms',
  'slide-compression-unsupported',
  'slide-samples-unsupported',
  'slide-tiles-overlap',
  'slide-file-missing',
  'cancelled-by-user',
  // tables and texts
  'table-malformed',
  'table-irregular',
  'table-truncated',
  'document-too-large',
  'document-beside-images',
  // model packages
  'package-malformed',
  'package-too-large',
  'package-version-unsupported',
  'package-schema',
  'package-step-unknown',
  'package-hash-mismatch',
  'package-unsafe',
  'package-tampered',
  'package-file-missing',
  'onnx-malformed',
  'onnx-operator-unsupported',
  'onnx-opset-unsupported',
  'onnx-external-data',
  'onnx-graph-invalid',
  'onnx-too-large',
  'onnx-loop-unbounded',
  'conversion-failed',
  'model-test-failed',
  'model-test-unfinished',
  'model-not-applicable',
  'model-not-installed',
  // running
  'session-failed',
  'inference-failed',
  'answer-not-finite',
  'camera-unavailable',
  'device-lost',
  'worker-crashed',
  'worker-unresponsive',
  'out-of-memory',
  // storage, viewer, export, shell
  'storage-unavailable',
  'storage-quota',
  'storage-newer',
  'webgl-unavailable',
  'webgl-lost',
  'render-failed',
  'export-failed',
  'not-sealed',
  'config-invalid',
  'usage',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Values safe to show and log: never patient data, never file content. */
export type ErrorContext = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error type that crosses a layer. Third-party throws are wrapped in it at the adapter.
 * `AbortError` (a `DOMException` or an `Error` of that name) is not an error and is passed on as it is.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    /** Plain English for developers and the command line; the screen uses the words for `code`. */
    message: string,
    readonly context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

export function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
}

/** Returns `error` when it is an `AppError`, else wraps it; also an abort, so where one may come, ask `isAbort` first. */
export function toAppError(error: unknown, code: ErrorCode = 'internal', context: ErrorContext = {}): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new AppError(code, text, context, { cause: error });
}

/** An error as it crosses a worker boundary. */
export interface WireError {
  readonly code: ErrorCode | 'abort';
  readonly message: string;
  readonly context: ErrorContext;
}

export function toWire(error: unknown): WireError {
  if (isAbort(error)) return { code: 'abort', message: 'aborted', context: {} };
  const { code, message, context } = toAppError(error);
  return { code, message, context };
}

export function fromWire(wire: WireError): Error {
  if (wire.code === 'abort') return abortError();
  return new AppError(wire.code, wire.message, wire.context);
}

export function abortError(): Error {
  const error = new Error('aborted');
  error.name = 'AbortError';
  return error;
}

/** Throws the `AbortError` when the signal has been raised. */
export function throwIfAborted(signal: { readonly aborted: boolean } | undefined): void {
  if (signal?.aborted === true) throw abortError();
}
