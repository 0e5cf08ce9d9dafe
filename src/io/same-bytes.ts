import { readSlice } from './blob-reader';

const CHUNK = 1024 * 1024;

/** Whether two files hold the same bytes; read side by side, up to the first difference. A file that has gone is no copy. */
export async function sameBytes(a: Blob, b: Blob): Promise<boolean> {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  try {
    for (let at = 0; at < a.size; at += CHUNK) {
      const [left, right] = await Promise.all([readSlice(a, at, CHUNK), readSlice(b, at, CHUNK)]);
      if (left.byteLength !== right.byteLength || !left.every((byte, i) => byte === right[i])) return false;
    }
    return true;
  } catch {
    return false;
  }
}
