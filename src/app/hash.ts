import { sha256Hex } from '../inference/packages/package-files';

/** SHA-256 of a file, hex, lower case. */
export async function sha256OfBlob(blob: Blob): Promise<string> {
  return sha256Hex(new Uint8Array(await blob.arrayBuffer()));
}
