/**
 * Writes protobuf wire format. Byte chunks given to it are kept by reference until `finish`, so that weights are copied
 * once however deep their message lies.
 */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Bytes that are whole fields already. */
  append(bytes: Uint8Array): this {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    return this;
  }

  /** A signed 64-bit varint. */
  int64(field: number, value: number | bigint): this {
    return this.append(Uint8Array.from([...varint(BigInt(field) << 3n), ...varint(BigInt.asUintN(64, BigInt(value)))]));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.append(Uint8Array.from(varint((BigInt(field) << 3n) | 5n))).append(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#header(field, value.length).append(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    this.#header(field, value.#length);
    for (const chunk of value.#chunks) this.append(chunk);
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  #header(field: number, length: number): this {
    return this.append(Uint8Array.from([...varint((BigInt(field) << 3n) | 2n), ...varint(BigInt(length))]));
  }
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return bytes;
}
