import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { headerSnippets } from './scripts/header-snippets.ts';
import { licences } from './scripts/licences-plugin.ts';
import { models } from './scripts/models-plugin.ts';
import { ortAssets } from './scripts/ort-assets-plugin.ts';
import { serviceWorker } from './scripts/service-worker-plugin.ts';
import { META_POLICY } from './src/app/service-worker/headers.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Libraries whose version decides what the app computes or shows. */
const NAMED_LIBRARIES = ['@cornerstonejs/core', '@cornerstonejs/dicom-image-loader', 'geotiff', 'onnxruntime-web', 'react', 'dexie'];

function packageVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string };
  return version;
}

/** `APP_COMMIT` names the commit where there is no checkout (a source archive). */
function commit(): string {
  if (process.env['APP_COMMIT'] !== undefined) return process.env['APP_COMMIT'];
  try {
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

const thirdParty = licences(root);

export default defineConfig({
  base: './',
  plugins: [
    react(),
    {
      name: 'diaphane:meta-policy',
      apply: 'build',
      transformIndexHtml: () => [
        { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY }, injectTo: 'head-prepend' },
      ],
    },
    ortAssets(root),
    models(root),
    headerSnippets(),
    thirdParty.page,
    serviceWorker(root),
  ],
  define: {
    __APP_VERSION__: JSON.stringify(packageVersion(root)),
    __APP_COMMIT__: JSON.stringify(commit()),
    __APP_LIBRARIES__: JSON.stringify(
      Object.fromEntries(NAMED_LIBRARIES.map((name) => [name, packageVersion(`${root}/node_modules/${name}`)])),
    ),
  },
  worker: { format: 'es', plugins: () => [thirdParty.worker()] },
  build: {
    target: 'es2023',
    sourcemap: false,
    modulePreload: { polyfill: false },
    // Only files whose name carries their hash go to assets/: the cache headers rely on it.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
    reportCompressedSize: false,
  },
});
