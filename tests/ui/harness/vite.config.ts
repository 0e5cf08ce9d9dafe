import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** `npx vite --config tests/ui/harness/vite.config.ts`: the interface alone, over a fake application. */
export default defineConfig({
  root: here,
  base: './',
  plugins: [react()],
  server: { port: 5391, strictPort: true, host: '127.0.0.1', fs: { allow: ['../../..'] } },
  cacheDir: '../../../node_modules/.vite-ui-harness',
  build: { outDir: '../../../node_modules/.ui-harness', emptyOutDir: true },
});
