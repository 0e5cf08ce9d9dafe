import { AppError, toAppError } from '../../domain/errors';

/** The codec modules, each one `.wasm` file of its package. */
export type CodecName = 'charls' | 'libjpeg-turbo' | 'openjpeg' | 'openjph' | 'libjxl' | 'libwebp';

/** Gives the bytes of a codec's `.wasm`: fetched from the app's own files, or read from the package in Node. */
export type CodecBinaries = (name: CodecName) => Promise<BufferSource>;

export interface FrameDescription {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

/** What the decoder classes of all five modules have in common. */
export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameDescription;
  decode(): void;
  delete(): void;
}

export interface CodecModule {
  /** Text, or type and text, of a C++ exception. */
  getExceptionMessage?(pointer: number): string | readonly string[];
}

interface FactoryOptions {
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
  print(text: string): void;
  printErr(text: string): void;
}
export type CodecFactory<M extends CodecModule> = (options: FactoryOptions) => Promise<M>;

let binaries: CodecBinaries | null = null;

/** Says where codec binaries come from; once per worker or process, before the first compressed frame. */
export function configureCodecs(source: CodecBinaries): void {
  binaries = source;
}

/** Frames decoded by one instance before it is replaced: WASM memory only grows. */
const INSTANCE_LIFE = 500;

/**
 * One codec, compiled once and instantiated afresh after any failure and every `INSTANCE_LIFE` frames,
 * so that a hostile codestream leaves nothing behind for the next image.
 */
export class WasmCodec<M extends CodecModule> {
  #compiled: Promise<WebAssembly.Module> | null = null;
  #instance: Promise<M> | null = null;
  #uses = 0;

  constructor(
    private readonly name: CodecName,
    private readonly load: () => Promise<CodecFactory<M>>,
  ) {}

  /** Runs `work` with an instance. @throws AppError `codec-failed`. */
  async use<T>(work: (module: M) => T): Promise<T> {
    if (++this.#uses > INSTANCE_LIFE) this.#drop();
    this.#instance ??= this.#instantiate();
    let module: M | null = null;
    try {
      module = await this.#instance;
      return work(module);
    } catch (error) {
      this.#drop();
      if (error instanceof AppError) throw error;
      if (typeof error === 'number') {
        throw new AppError(
          'codec-failed',
          `${this.name}: ${[module?.getExceptionMessage?.(error) ?? 'decoding failed'].flat().join(': ')}`,
        );
      }
      throw toAppError(error, 'codec-failed', { codec: this.name });
    }
  }

  #drop(): void {
    this.#instance = null;
    this.#uses = 0;
  }

  async #instantiate(): Promise<M> {
    if (binaries === null) throw new AppError('internal', 'codec binaries are not configured');
    const source = binaries;
    this.#compiled ??= source(this.name).then((bytes) => WebAssembly.compile(bytes));
    this.#compiled.catch(() => {
      this.#compiled = null;
    });
    const [factory, compiled] = await Promise.all([this.load(), this.#compiled]);
    return new Promise<M>((resolve, reject) => {
      factory({
        instantiateWasm: (imports, done) => {
          WebAssembly.instantiate(compiled, imports).then(done, reject);
          return {};
        },
        // Codecs must not write to the console: their messages may quote file content.
        print: () => undefined,
        printErr: () => undefined,
      }).then(resolve, reject);
    });
  }
}

/** Decodes one codestream; the decoded bytes are copied out of the module's memory. */
export function decodeOnce(
  decoder: WasmDecoder,
  bytes: Uint8Array,
): { readonly info: FrameDescription; readonly data: Uint8Array<ArrayBuffer> } {
  try {
    decoder.getEncodedBuffer(bytes.byteLength).set(bytes);
    decoder.decode();
    return { info: decoder.getFrameInfo(), data: new Uint8Array(decoder.getDecodedBuffer()) };
  } finally {
    decoder.delete();
  }
}
