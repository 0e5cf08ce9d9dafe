import { createReadStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { defaultClientConditions, type Plugin } from 'vite';

/** The plain WASM runtime (threads inside) and the WebGPU one. Each module fetches the `.wasm` beside it. */
const FILES = [
  'ort-wasm-simd-threaded.mjs',
  'ort-wasm-simd-threaded.wasm',
  'ort-wasm-simd-threaded.asyncify.mjs',
  'ort-wasm-simd-threaded.asyncify.wasm',
];
const TYPES: Readonly<Record<string, string>> = { mjs: 'text/javascript', wasm: 'application/wasm' };

/** Folder of the app that holds the runtime's files, relative to the page. */
export const ORT_FOLDER = 'ort';

/**
 * Puts onnxruntime-web's WASM files, unchanged, in `ort/` of the build, serves them there in development, and makes
 * imports take the entries that load them from outside the bundle.
 */
export function ortAssets(root: string): Plugin {
  const source = join(root, 'node_modules/onnxruntime-web/dist');
  let target = resolve(root, 'dist', ORT_FOLDER);
  return {
    name: 'diaphane:ort-assets',
    config: () => ({
      resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
      optimizeDeps: { exclude: ['onnxruntime-web'] },
    }),
    configResolved: (config) => {
      target = resolve(config.root, config.build.outDir, ORT_FOLDER);
    },
    writeBundle: async () => {
      await mkdir(target, { recursive: true });
      await Promise.all(FILES.map((file) => copyFile(join(source, file), join(target, file))));
    },
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        const name = new URL(request.url ?? '/', 'http://localhost').pathname.split(`/${ORT_FOLDER}/`)[1];
        if (name === undefined || !FILES.includes(name)) {
          next();
          return;
        }
        response.setHeader('Content-Type', TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream');
        createReadStream(join(source, name)).pipe(response);
      });
    },
  };
}
