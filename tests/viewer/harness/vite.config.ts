import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the page that the browser tests of the viewer drive. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  worker: { format: 'es' },
  logLevel: 'warn',
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 6000,
    minify: false,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
});
