import type { PublisherKey } from '../../domain/trust';

/**
 * Publishers that every copy of the app trusts. None yet: a key goes here once its holder signs releases. Hospitals name
 * theirs in `config.json`, users accept a key in the model manager.
 */
export const BUILT_IN_PUBLISHERS: readonly PublisherKey[] = [];
