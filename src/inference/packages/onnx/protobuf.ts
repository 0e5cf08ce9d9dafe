import { AppError } from '../../../domain/errors';

/**
 * A cursor over protobuf wire format (https://protobuf.dev/programming-guides/encoding), reading in place: bytes are
 * never copied and nothing is allocated from a declared length before it has been checked against the data.
 */
export class ProtobufReader {
  #at: number;
  readonly #end: number;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    end = bytes.length,
  ) {
    this.#at = start;
    this.#end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next field's number and wire type, or null at the end. */
  next(): { readonly field: number; readonly wire: number } | null {
    if (this.#at >= this.#end) return null;
    const key = this.#varint();
    const field = Number(key >> 3n);
    const wire = Number(key & 7n);
    if (field === 0 || field > 536_870_911) throw malformed('field number');
    return { field, wire };
  }

  /** A varint as a signed 64-bit number; values past 2^53 lose precision but keep their size. */
  int64(): number {
    return Number(BigInt.asIntN(64, this.#varint()));
  }

  /** Offset in `bytes` of what is read next. */
  get position(): number {
    return this.#at;
  }

  /** Offset in `bytes` of the end of this message. */
  get end(): number {
    return this.#end;
  }

  /** A little-endian 32-bit float (wire type 5). */
  float(): number {
    const at = this.#at;
    this.#advance(4);
    return this.#view.getFloat32(at, true);
  }

  /** A length-delimited field as a view: nothing is copied. */
  view(): Uint8Array {
    const [start, end] = this.#range();
    return this.bytes.subarray(start, end);
  }

  message(): ProtobufReader {
    const [start, end] = this.#range();
    return new ProtobufReader(this.bytes, start, end);
  }

  string(): string {
    const [start, end] = this.#range();
    if (end - start > 65_536) throw malformed('string length');
    return new TextDecoder('utf-8', { fatal: false }).decode(this.bytes.subarray(start, end));
  }

  /** Length in bytes of a length-delimited field, which is skipped. */
  byteLength(): number {
    const [start, end] = this.#range();
    return end - start;
  }

  /** A repeated integer field, packed or not. */
  int64s(wire: number, into: number[], limit: number): void {
    if (wire === 0) into.push(this.int64());
    else if (wire === 2) {
      const packed = this.message();
      while (packed.#at < packed.#end) {
        if (into.length >= limit) throw malformed('list length');
        into.push(packed.int64());
      }
    } else throw malformed('wire type');
    if (into.length > limit) throw malformed('list length');
  }

  skip(wire: number): void {
    if (wire === 0) this.#varint();
    else if (wire === 1) this.#advance(8);
    else if (wire === 2) this.#range();
    else if (wire === 5) this.#advance(4);
    else throw malformed('wire type');
  }

  #range(): [number, number] {
    const length = this.#varint();
    const start = this.#at;
    if (length > BigInt(this.#end - start)) throw malformed('length past the end');
    this.#at = start + Number(length);
    return [start, this.#at];
  }

  #advance(bytes: number): void {
    if (this.#at + bytes > this.#end) throw malformed('end of data');
    this.#at += bytes;
  }

  #varint(): bigint {
    let low = 0;
    let result = 0n;
    for (let i = 0; i < 10; i++) {
      if (this.#at >= this.#end) throw malformed('end of data');
      const byte = this.#view.getUint8(this.#at++);
      if (i < 4) low |= (byte & 0x7f) << (7 * i);
      else result |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return result | BigInt(low);
    }
    throw malformed('varint');
  }
}

function malformed(what: string): AppError {
  return new AppError('onnx-malformed', `not a valid ONNX file (${what})`, { what });
}
