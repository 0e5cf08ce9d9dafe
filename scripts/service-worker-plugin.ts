import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { IMMUTABLE_FOLDER } from '../src/app/service-worker/headers.ts';
import type { OfflineFile } from '../src/app/service-worker/protocol';
import { SNIPPETS } from './header-snippets.ts';

/** Files of `dist/` that are no part of the app: the worker itself, the administrator's, the web server's. */
const NOT_OFFLINE = new Set(['sw.js', 'config.json', ...SNIPPETS.map(({ fileName }) => fileName)]);

function filesUnder(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]))
    .sort();
}

/** Everything the app needs without a network, each file with its hash. */
export function offlineFiles(dist: string): readonly OfflineFile[] {
  return filesUnder(dist)
    .filter((url) => !NOT_OFFLINE.has(url))
    .map((url) => {
      const bytes = readFileSync(join(dist, url));
      const hash = createHash('sha256').update(bytes);
      const digest = hash.digest();
      return {
        url,
        revision: url.startsWith(IMMUTABLE_FOLDER) ? null : digest.toString('hex').slice(0, 16),
        integrity: `sha256-${digest.toString('base64')}`,
        bytes: bytes.length,
      };
    });
}

/** Writes `sw.js` over a finished folder, with the list of its files. */
export async function buildServiceWorker(root: string, dist: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { __OFFLINE_FILES__: JSON.stringify(offlineFiles(dist)) },
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2023',
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'src/app/service-worker/sw.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  });
}

export function serviceWorker(root: string): Plugin {
  let dist = join(root, 'dist');
  let written = false;
  return {
    name: 'diaphane:service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      dist = resolve(root, config.build.outDir);
    },
    buildStart() {
      written = false;
    },
    writeBundle() {
      written = true;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      // Also called after a build that failed: a complaint about the missing folder would hide what went wrong.
      handler: async () => {
        if (written) await buildServiceWorker(root, dist);
      },
    },
  };
}
