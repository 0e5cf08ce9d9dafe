import { AppError } from '../../domain/errors';
import { LIMITS } from '../limits';
import type { PixelLayout } from '../opened';

/** What a compressed image says about itself in its first bytes, read before any decoder allocates for it. */
export interface CodestreamHeader {
  readonly coding: 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k' | 'jpeg-xl';
  /** Null where the header cannot be read cheaply (JPEG XL, JP2 boxes). */
  readonly size: { readonly rows: number; readonly columns: number; readonly components: number } | null;
  /** Bits per sample; 0 unknown. */
  readonly precision: number;
  /** JPEG: offset of the byte that states the precision; 0 for others. */
  readonly precisionAt: number;
  /** JPEG: coded in DCT blocks with arithmetic coding, hierarchical, or otherwise beyond the decoders. */
  readonly unsupported: boolean;
  /** JPEG: colour transform said by the Adobe marker (0 none, 1 YCbCr, 2 YCCK); null without it. */
  readonly adobeTransform: number | null;
  readonly jfif: boolean;
  /** JPEG: no component is subsampled. */
  readonly fullChroma: boolean;
}

const PLAIN = { precision: 0, precisionAt: 0, unsupported: false, adobeTransform: null, jfif: false, fullChroma: true } as const;

/**
 * The decoder allocates for the codestream's size, so it must be the size the DICOM header states, which has been checked.
 * @throws AppError `image-variant-unsupported`, `dimensions-absurd`, `pixel-data-inconsistent`.
 */
export function checkCodestream(header: CodestreamHeader, layout: PixelLayout): void {
  if (header.unsupported) throw new AppError('image-variant-unsupported', 'a JPEG process without decoder');
  const { size } = header;
  if (size === null) return;
  // JPEG allows 0 lines, stated later by a DNL marker.
  const rows = size.rows === 0 ? layout.rows : size.rows;
  if (size.columns * rows > LIMITS.framePixels) throw new AppError('dimensions-absurd', 'the compressed image is larger than any real one');
  if (rows !== layout.rows || size.columns !== layout.columns || size.components !== layout.samplesPerPixel) {
    throw new AppError('pixel-data-inconsistent', 'the compressed image is not the size the header states', {
      rows: size.rows,
      columns: size.columns,
      components: size.components,
    });
  }
}

/** Null when the bytes are no codestream known here. */
export function readCodestreamHeader(bytes: Uint8Array): CodestreamHeader | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xd8) return readJpeg(bytes);
  if (a === 0xff && b === 0x4f && c === 0xff && d === 0x51) return readJpeg2000(bytes);
  if (a === 0xff && b === 0x0a) return { coding: 'jpeg-xl', size: null, ...PLAIN };
  if (a === 0 && b === 0 && c === 0 && d === 0x0c) {
    const box = String.fromCharCode(...bytes.subarray(4, 8));
    if (box === 'jP  ') return { coding: 'jpeg-2000', size: null, ...PLAIN };
    if (box === 'JXL ') return { coding: 'jpeg-xl', size: null, ...PLAIN };
  }
  return null;
}

function readJpeg(bytes: Uint8Array): CodestreamHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let adobeTransform: number | null = null;
  let jfif = false;
  let at = 2;
  while (at + 4 <= bytes.byteLength) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes, and markers without a length.
    if (marker === 0xff || marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) return null;
    const length = view.getUint16(at + 2);
    if (marker === 0xe0 && ascii(bytes, at + 4, 4) === 'JFIF') jfif = true;
    if (marker === 0xee && ascii(bytes, at + 4, 5) === 'Adobe') adobeTransform = bytes[at + 15] ?? null;
    const frame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);
    if (frame && at + 10 <= bytes.byteLength) {
      const components = bytes[at + 9] ?? 0;
      let fullChroma = true;
      for (let i = 0; i < components; i++) if ((bytes[at + 11 + i * 3] ?? 0x11) !== (bytes[at + 11] ?? 0x11)) fullChroma = false;
      return {
        coding: marker === 0xf7 ? 'jpeg-ls' : marker === 0xc3 ? 'jpeg-lossless' : 'jpeg',
        size: { rows: view.getUint16(at + 5), columns: view.getUint16(at + 7), components },
        precision: bytes[at + 4] ?? 0,
        precisionAt: at + 4,
        unsupported: !(marker <= 0xc3 || marker === 0xf7),
        adobeTransform,
        jfif,
        fullChroma,
      };
    }
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function readJpeg2000(bytes: Uint8Array): CodestreamHeader | null {
  if (bytes.byteLength < 43) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = view.getUint32(8) - view.getUint32(16);
  const rows = view.getUint32(12) - view.getUint32(20);
  const components = view.getUint16(40);
  // The capability marker follows SIZ in high-throughput codestreams (ISO 15444-15).
  const after = 4 + view.getUint16(4);
  const high = bytes[after] === 0xff && bytes[after + 1] === 0x50;
  return { ...PLAIN, coding: high ? 'htj2k' : 'jpeg-2000', size: { rows, columns, components }, precision: ((bytes[42] ?? 0) & 0x7f) + 1 };
}

/** JPEG 2000: whether the second component is coarser than the first (SIZ, ISO 15444-1 A.5.1). */
export function hasSubsampledChroma(bytes: Uint8Array): boolean {
  const isCodestream = bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff && bytes[3] === 0x51;
  return isCodestream && (bytes[41] ?? 0) > 1 && (bytes[46] !== bytes[43] || bytes[47] !== bytes[44]);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
