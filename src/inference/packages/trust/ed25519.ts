import { verifyAsync } from '@noble/ed25519';

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Verifies an Ed25519 signature (RFC 8032, 5.1.7), by the browser's own cryptography, else by noble-ed25519.
 * Never throws: what cannot be verified is not.
 */
export async function verifyEd25519(signature: Bytes, message: Bytes, publicKey: Bytes): Promise<boolean> {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== PUBLIC_KEY_BYTES) return false;
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch (error) {
    // Before Chrome 137, Firefox 129, Safari 17. Any other failure is one of the key.
    const unknown = error instanceof Error && error.name === 'NotSupportedError';
    return unknown && (await verifyPortably(signature, message, publicKey));
  }
}

/** The way that browsers without Ed25519 take. It follows the strict rules of RFC 8032, as browsers do, not ZIP 215. */
export async function verifyPortably(signature: Bytes, message: Bytes, publicKey: Bytes): Promise<boolean> {
  try {
    return await verifyAsync(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
