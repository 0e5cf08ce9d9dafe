import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/**
 * Builds `dist/` unless it is newer than its sources. In a process of its own: whoever asks (a test runner) may run
 * with another NODE_ENV, and would get a development build.
 */
export function ensureBuild(): Promise<void> {
  if (process.env['APP_DIST'] !== undefined || !buildIsStale()) return Promise.resolve();
  process.stderr.write('Building …\n');
  const vite = join(PROJECT_ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production' };
  delete env['VITEST'];
  return new Promise((resolve, reject) => {
    const build = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: PROJECT_ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    build.on('error', reject);
    build.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`vite build ended with ${String(code)}`));
    });
  });
}
