import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));
/** `APP_DIST` names a finished build to be taken as it is. */
export const DIST = process.env['APP_DIST'] ?? join(PROJECT_ROOT, 'dist');

const SOURCES = ['src', 'public', 'models', 'scripts', 'index.html', 'vite.config.ts', 'package.json', 'package-lock.json'];
/** The build writes this file last. */
const LAST_WRITTEN = 'sw.js';

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Is there no build, or one older than what it is made of? */
export function buildIsStale(): boolean {
  const last = join(DIST, LAST_WRITTEN);
  if (!existsSync(last)) return true;
  const built = statSync(last).mtimeMs;
  return SOURCES.some((source) => newest(join(PROJECT_ROOT, source)) > built);
}

/** Builds `dist/` unless it is newer than its sources. */
export async function ensureBuild(): Promise<void> {
  if (process.env['APP_DIST'] !== undefined || !buildIsStale()) return;
  process.stderr.write('Building …\n');
  await build({ root: PROJECT_ROOT, logLevel: 'error' });
}
