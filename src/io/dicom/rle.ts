import { AppError } from '../../domain/errors';

/**
 * RLE Lossless (PS3.5 annex G): byte planes, most significant first, sample by sample. Returns the frame's bytes
 * in little endian, colour by pixel. Runs past the plane are cut; a plane that stays short is an error.
 * @throws AppError `codec-failed`.
 */
export function decodeRle(bytes: Uint8Array, pixels: number, samples: number, bytesPerSample: number): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength < 64) throw new AppError('codec-failed', 'RLE header cut');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (segments !== samples * bytesPerSample) {
    throw new AppError('codec-failed', 'wrong number of RLE segments', { segments, expected: samples * bytesPerSample });
  }
  const stride = samples * bytesPerSample;
  const out = new Uint8Array(pixels * stride);
  for (let segment = 0; segment < segments; segment++) {
    const start = view.getUint32(4 + segment * 4, true);
    const end = segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : bytes.byteLength;
    if (start < 64 || start > end || end > bytes.byteLength) throw new AppError('codec-failed', 'RLE segment outside the frame');
    const sample = Math.floor(segment / bytesPerSample);
    const byteInSample = bytesPerSample - 1 - (segment % bytesPerSample);
    decodeSegment(bytes.subarray(start, end), out, sample * bytesPerSample + byteInSample, stride, pixels);
  }
  return out;
}

function decodeSegment(segment: Uint8Array, out: Uint8Array, offset: number, stride: number, pixels: number): void {
  let at = 0;
  let to = offset;
  const end = offset + pixels * stride;
  while (at < segment.length && to < end) {
    const code = segment[at++] ?? 128;
    if (code < 128) {
      for (let i = 0; i <= code && to < end && at < segment.length; i++, to += stride) out[to] = segment[at++] ?? 0;
    } else if (code > 128) {
      const value = segment[at++] ?? 0;
      for (let i = 257 - code; i > 0 && to < end; i--, to += stride) out[to] = value;
    }
  }
  if (to < end) throw new AppError('codec-failed', 'RLE segment ends early');
}
