import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { PackageSignature } from '../../../domain/trust';
import { sha256Hex } from '../package-files';
import { parseJson } from '../manifest-json';
import { fromBase64 } from './base64';
import { canonicalBytes } from './canonical-json';
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, verifyEd25519 } from './ed25519';

/** Larger than any signature file. */
const MAXIMUM_BYTES = 16 * 1024;

const base64 = (bytes: number) =>
  z.string().refine((text) => fromBase64(text)?.length === bytes, `expected ${String(bytes)} bytes in base64`);

/** `manifest.sig`: a detached signature over the canonical JSON (RFC 8785) of the manifest. */
const signatureSchema = z.strictObject({
  alg: z.literal('Ed25519'),
  key_id: z.string().min(1).max(100),
  public_key: base64(PUBLIC_KEY_BYTES),
  signature: base64(SIGNATURE_BYTES),
});
export type SignatureFile = z.infer<typeof signatureSchema>;

/** What a manifest says of its signer, read before the rest of it is judged. */
const signerSchema = z.object({ publisher: z.object({ key_id: z.string() }) });

/**
 * Verifies the signature of a manifest. The hashes of `files` extend it to every other file.
 * @param manifestBytes the file as it lies there.
 * @throws AppError `package-tampered` where the signature cannot be read, is not of this manifest, or is not by the key
 * that the manifest names (`publisher.key_id`).
 */
export async function verifySignature(manifestBytes: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<PackageSignature> {
  const { key_id: keyId, public_key: publicKey, signature } = parseSignature(bytes);
  const manifest = read(manifestBytes, 'manifest.json');
  const signer = signerSchema.safeParse(manifest);
  if (signer.success && signer.data.publisher.key_id !== keyId) throw tampered('manifest.sig is by another key than the manifest names');
  const key = fromBase64(publicKey);
  const signed = fromBase64(signature);
  if (key === null || signed === null || !(await verifyEd25519(signed, canonicalBytes(manifest), key))) {
    throw tampered('the manifest is not the one that was signed');
  }
  return { keyId, publicKey, fingerprint: await fingerprintOf(key) };
}

/** Of a key, as it is read out: `1f3a 90bc 77de 0412`. */
export async function fingerprintOf(publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  const hex = await sha256Hex(publicKey);
  return [0, 4, 8, 12].map((at) => hex.slice(at, at + 4)).join(' ');
}

function parseSignature(bytes: Uint8Array): SignatureFile {
  if (bytes.length > MAXIMUM_BYTES) throw tampered('manifest.sig is larger than any signature');
  const parsed = signatureSchema.safeParse(read(bytes, 'manifest.sig'));
  if (!parsed.success) throw tampered('manifest.sig is not a signature', parsed.error);
  return parsed.data;
}

/** What was signed could be read. */
function read(bytes: Uint8Array, name: string): unknown {
  try {
    return parseJson(bytes);
  } catch (cause) {
    throw tampered(`${name} cannot be read`, cause);
  }
}

function tampered(message: string, cause?: unknown): AppError {
  return new AppError('package-tampered', message, {}, { cause });
}
