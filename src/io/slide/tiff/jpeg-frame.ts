/** The frame header of a JPEG (ISO 10918-1 B.2.2). */
export interface JpegFrame {
  /** Byte of the number of lines; that of columns follows. */
  readonly sizeAt: number;
  readonly components: number;
  /** Pixels of one minimum coded unit. */
  readonly mcuColumns: number;
  readonly mcuRows: number;
  /** Lines of luminance a line of chroma. */
  readonly chromaLines: number;
}

/** Null where there is none in these bytes. */
export function findJpegFrame(header: Uint8Array): JpegFrame | null {
  const at = findSegment(header, (marker) => marker >= 0xc0 && marker <= 0xc2);
  if (at < 0) return null;
  const components = header[at + 9] ?? 0;
  const factors = Array.from({ length: components }, (_, c) => header[at + 11 + c * 3] ?? 0x11);
  const horizontal = Math.max(1, ...factors.map((factor) => factor >> 4));
  const vertical = Math.max(1, ...factors.map((factor) => factor & 15));
  if (components === 1) return { sizeAt: at + 5, components, mcuColumns: 8, mcuRows: 8, chromaLines: 1 };
  const chromaLines = vertical / Math.max(1, Math.min(...factors.map((factor) => factor & 15)));
  return { sizeAt: at + 5, components, mcuColumns: 8 * horizontal, mcuRows: 8 * vertical, chromaLines };
}

/** MCUs between restart markers; 0: none. */
export function restartInterval(header: Uint8Array): number {
  const at = findSegment(header, (marker) => marker === 0xdd);
  return at < 0 ? 0 : ((header[at + 4] ?? 0) << 8) | (header[at + 5] ?? 0);
}

/** The header of a JPEG of another size. */
export function sizedHeader(header: Uint8Array, { sizeAt }: JpegFrame, rows: number, columns: number): Uint8Array {
  const out = header.slice();
  out.set([(rows >> 8) & 0xff, rows & 0xff, (columns >> 8) & 0xff, columns & 0xff], sizeAt);
  return out;
}

/** Byte of the marker; -1 where there is none before the scan. */
function findSegment(header: Uint8Array, wanted: (marker: number) => boolean): number {
  let at = 2;
  while (at + 4 <= header.byteLength && header[at] === 0xff) {
    const marker = header[at + 1] ?? 0;
    if (wanted(marker)) return at;
    if (marker === 0xda) return -1;
    at += 2 + (((header[at + 2] ?? 0) << 8) | (header[at + 3] ?? 0));
  }
  return -1;
}
