/** What the three components of a JPEG are. */
export type JpegColour = 'rgb' | 'ycbcr';

/**
 * One JPEG stream out of tables and image, whose Adobe segment says what its colours are and in which nothing else does.
 * @param streams each from SOI; those before the last to EOI
 */
export function markColour(streams: readonly Uint8Array[], colour: JpegColour): Uint8Array<ArrayBuffer> {
  const parts = streams.map((stream, i) => stream.subarray(2, i < streams.length - 1 && endsWithEoi(stream) ? -2 : undefined));
  const head = [
    0xff,
    0xd8,
    0xff,
    0xee,
    0x00,
    0x0e,
    0x41,
    0x64,
    0x6f,
    0x62,
    0x65,
    0x00,
    0x64,
    0x00,
    0x00,
    0x00,
    0x00,
    colour === 'rgb' ? 0 : 1,
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, head.length));
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.byteLength;
  }
  silenceMarks(out, head.length);
  return out;
}

/** JFIF and Adobe segments become comments. */
function silenceMarks(bytes: Uint8Array<ArrayBuffer>, from: number): void {
  const view = new DataView(bytes.buffer);
  for (let at = from; at + 4 <= bytes.byteLength && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    if (marker === 0xe0 || marker === 0xee) bytes[at + 1] = 0xfe;
  }
}

function endsWithEoi(stream: Uint8Array): boolean {
  return stream.at(-2) === 0xff && stream.at(-1) === 0xd9;
}
