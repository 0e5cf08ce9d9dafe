import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { AppError } from '../domain/errors';
import { fromBase64, toBase64 } from '../inference/packages/trust/base64';
import { fingerprintOf } from '../inference/packages/trust/package-signature';

/** What others need to know of a key, to trust it. */
export interface PublicHalf {
  /** 32 bytes, base64. */
  readonly public_key: string;
  readonly fingerprint: string;
}

/**
 * Reads a private Ed25519 key: PEM (PKCS #8, as `openssl genpkey -algorithm ed25519` writes it) or JWK (RFC 8037).
 * @throws AppError `read-failed`, `usage`.
 */
export async function readSigningKey(path: string): Promise<KeyObject> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('read-failed', `cannot read the key ${path}`, {}, { cause });
  });
  try {
    const jwk = text.trimStart().startsWith('{');
    const key = createPrivateKey(jwk ? { key: JSON.parse(text) as JsonWebKey, format: 'jwk' } : text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below: what the parser complains of may quote the key.
  }
  throw new AppError('usage', `${path} is no private Ed25519 key (PEM or JWK)`);
}

/** Writes a new private key, for its owner's eyes only; never over a file that exists. @throws AppError `export-failed`. */
export async function generateSigningKey(path: string): Promise<PublicHalf> {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new AppError('export-failed', `cannot write ${path}, or it exists already`, {}, { cause });
  }
  return publicHalf(privateKey);
}

export async function publicHalf(key: KeyObject): Promise<PublicHalf> {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const bytes = fromBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (bytes === null) throw new AppError('internal', 'a public key that is not 32 bytes long');
  return { public_key: toBase64(bytes), fingerprint: await fingerprintOf(bytes) };
}
