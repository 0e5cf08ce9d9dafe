import type { Migration } from './migration';
import { v1 } from './v1';
import { v2 } from './v2';

/** In order; the last one's version is the app's. */
export const MIGRATIONS: readonly Migration[] = [v1, v2];
