import type { Encoding } from './header-scanner';

const VRS = new Set('AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' '));
const LONG = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));

/** How a data set that starts here is written, judged by its first element; null when no element can start here. */
export function guessEncoding(bytes: Uint8Array<ArrayBuffer>, at: number): Encoding | null {
  if (at + 8 > bytes.byteLength) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint16(at, true);
  const big = view.getUint16(at, false);
  const bigEndian = big < little;
  const group = Math.min(little, big);
  if (group === 0 || group > 0x7fe0) return null;
  const explicit = VRS.has(String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0));
  // Implicit VR big endian does not exist.
  if (!explicit && bigEndian) return null;
  return { implicit: !explicit, bigEndian };
}

/**
 * Is this a data set without preamble and meta information? Its first elements must have ascending tags of the
 * groups that open real files, and lengths that stay inside the file.
 */
export function looksLikeBareDataset(bytes: Uint8Array<ArrayBuffer>, byteLength: number): boolean {
  const encoding = guessEncoding(bytes, 0);
  if (encoding === null) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !encoding.bigEndian;
  let at = 0;
  let previous = -1;
  for (let count = 0; count < 4; count++) {
    if (at === byteLength) return count > 0;
    if (at + 12 > bytes.byteLength) return count > 0 && at < byteLength;
    const group = view.getUint16(at, little);
    const tag = group * 0x10000 + view.getUint16(at + 2, little);
    if (tag <= previous || (count === 0 && !OPENING_GROUPS.has(group))) return false;
    previous = tag;
    const vr = String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0);
    let length: number;
    let header = 8;
    if (encoding.implicit) length = view.getUint32(at + 4, little);
    else if (!VRS.has(vr)) return false;
    else if (LONG.has(vr)) {
      length = view.getUint32(at + 8, little);
      header = 12;
    } else length = view.getUint16(at + 6, little);
    if (length === 0xffffffff) return count > 0;
    at += header + length;
    if (at > byteLength) return false;
  }
  return true;
}

const OPENING_GROUPS = new Set([0x0002, 0x0004, 0x0008, 0x0010, 0x0018, 0x0020, 0x0028]);
