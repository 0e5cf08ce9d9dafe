/**
 * The only outside name the app ever utters. `.invalid` is reserved (RFC 2606): it resolves nowhere, so even an
 * unsealed attempt reaches no one.
 */
export const SEAL_TARGET_ORIGIN = 'https://sealed-test.invalid';
