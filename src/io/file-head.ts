import { readSlice } from './blob-reader';
import { LIMITS } from './limits';

/** SHA-256, hex, of the first 64 KiB of a file: what tells whether a file that is given again is the same. @throws AppError `read-failed`. */
export async function fileHead(source: Blob): Promise<string> {
  return headHash(await readSlice(source, 0, LIMITS.headerWindow));
}

/** @param first the first 64 KiB of a file, or all of a smaller one */
export async function headHash(first: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', first));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
