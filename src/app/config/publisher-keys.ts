import { z } from 'zod';
import type { PublisherKey } from '../../domain/trust';

/** A list of publishers to trust: in `config.json` (`publishers`), or given to the command line. */
export const publisherKeysSchema = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(200),
      key_id: z.string().min(1).max(100),
      /** Ed25519, 32 bytes in base64. */
      public_key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'expected 32 bytes in base64'),
    }),
  )
  .max(256);

export function toPublisherKeys(list: z.infer<typeof publisherKeysSchema>, origin: PublisherKey['origin']): readonly PublisherKey[] {
  return list.map(({ name, key_id: keyId, public_key: publicKey }) => ({ name, keyId, publicKey, origin }));
}
