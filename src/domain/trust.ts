/**
 * - `known`: signed with a key of a publisher this workstation knows.
 * - `unknown`: signed, and whole, by a key nobody here has vouched for.
 * - `unsigned`: no signature; for research only.
 * - `tampered`: not what was signed, or not what its manifest describes; never run.
 */
export type TrustState = 'known' | 'unknown' | 'unsigned' | 'tampered';

/** A publisher's Ed25519 key that this workstation vouches for. */
export interface PublisherKey {
  readonly name: string;
  readonly keyId: string;
  /** 32 bytes, base64. */
  readonly publicKey: string;
  /** With the app, by the administrator (`config.json`), or accepted by the user. */
  readonly origin: 'built-in' | 'configured' | 'accepted';
}

/** A signature that has been verified: it says who, not whether to trust them. */
export interface PackageSignature {
  readonly keyId: string;
  /** 32 bytes, base64. */
  readonly publicKey: string;
  /** First 16 hex digits of the SHA-256 of the key, in fours: short enough to be read out over the telephone. */
  readonly fingerprint: string;
}

export interface Trust {
  readonly state: TrustState;
  readonly signature: PackageSignature | null;
  /** As this workstation knows the publisher; null unless `known`. */
  readonly publisher: string | null;
}

/** What a verified signature is worth here. The key counts, whatever it calls itself. */
export function trustOf(signature: PackageSignature | null, keys: readonly PublisherKey[]): Trust {
  if (signature === null) return { state: 'unsigned', signature, publisher: null };
  const known = keys.find(({ publicKey }) => publicKey === signature.publicKey);
  if (known === undefined) return { state: 'unknown', signature, publisher: null };
  return { state: 'known', signature, publisher: known.name };
}

const STRENGTH: Readonly<Record<TrustState, number>> = { tampered: 0, unsigned: 1, unknown: 2, known: 3 };

/** Whether `now` deserves less trust than `before`: weaker in kind, or signed with another key. */
export function isWeaker(now: Trust, before: Trust): boolean {
  if (STRENGTH[now.state] !== STRENGTH[before.state]) return STRENGTH[now.state] < STRENGTH[before.state];
  return before.signature !== null && now.signature?.publicKey !== before.signature.publicKey;
}
