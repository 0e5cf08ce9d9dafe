import { AppError } from '../../domain/errors';

/** An array of a `.npy` file (NumPy format 1–3), row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint8Array | Int16Array | Uint16Array | Uint32Array | Int32Array | BigInt64Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const READERS = {
  '<f4': { size: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  '<f8': { size: 8, read: (buffer: ArrayBuffer) => new Float64Array(buffer) },
  '|u1': { size: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) },
  '|b1': { size: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) },
  '<i2': { size: 2, read: (buffer: ArrayBuffer) => new Int16Array(buffer) },
  '<u2': { size: 2, read: (buffer: ArrayBuffer) => new Uint16Array(buffer) },
  '<u4': { size: 4, read: (buffer: ArrayBuffer) => new Uint32Array(buffer) },
  '<i4': { size: 4, read: (buffer: ArrayBuffer) => new Int32Array(buffer) },
  '<i8': { size: 8, read: (buffer: ArrayBuffer) => new BigInt64Array(buffer) },
} as const;

function malformed(path: string, what: string): AppError {
  return new AppError('package-malformed', `${path} is not a .npy file this app reads (${what})`, { path, what });
}

/** @throws AppError `package-malformed`. */
export function readNpy(bytes: Uint8Array, path: string): NpyArray {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw malformed(path, 'magic');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 0) >= 2;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw malformed(path, 'header');
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw malformed(path, 'header');
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, end));
  const descr = /'descr': '([^']*)'/.exec(header)?.[1] ?? '';
  const shapeText = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (shapeText === undefined || !header.includes("'fortran_order': False"))
    throw malformed(path, 'not in C order: save numpy.ascontiguousarray(a)');
  if (!Object.hasOwn(READERS, descr)) throw malformed(path, `type ${descr.slice(0, 20)}, not ${Object.keys(READERS).join(', ')}`);
  const reader = READERS[descr as keyof typeof READERS];
  const shape = shapeText.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - end !== count * reader.size) throw malformed(path, 'length');
  return { shape, data: reader.read(bytes.slice(end).buffer) };
}
