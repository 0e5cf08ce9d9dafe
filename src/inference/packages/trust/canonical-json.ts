import canonicalize from 'canonicalize';
import { toAppError } from '../../../domain/errors';

/**
 * The one way of writing a JSON value (RFC 8785), as UTF-8: what is signed, however the file is indented.
 * @throws AppError `package-malformed` for text that is not Unicode (lone surrogates).
 */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  try {
    return new TextEncoder().encode(canonicalize(value) ?? '');
  } catch (error) {
    throw toAppError(error, 'package-malformed');
  }
}
