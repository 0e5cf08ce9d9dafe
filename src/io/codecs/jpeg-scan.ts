/**
 * A sequential JPEG whose scan says that it holds all 64 coefficients, as it does: some writers (DicomObjects) say 0 to 0,
 * which every decoder reads over but the strict one in use. The bytes themselves where nothing is wrong.
 */
export function withAllCoefficients(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sequential = false;
  for (let at = 2; at + 4 <= bytes.byteLength && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1];
    if (marker === 0xc0 || marker === 0xc1) sequential = true;
    if (marker !== 0xda) continue;
    const last = at + 6 + 2 * (bytes[at + 4] ?? 0);
    if (!sequential || last >= bytes.byteLength || bytes[last] === 63) return bytes;
    const repaired = bytes.slice();
    repaired[last] = 63;
    return repaired;
  }
  return bytes;
}
