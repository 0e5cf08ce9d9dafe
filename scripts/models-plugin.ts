import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface ShippedPackage {
  readonly id: string;
  /** Relative to the app, ending in `/`. */
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
}

/** Packages under `models/` that have a manifest, by id. */
export function shippedPackages(modelsFolder: string): readonly ShippedPackage[] {
  if (!existsSync(modelsFolder)) return [];
  return readdirSync(modelsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(modelsFolder, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const folder = join(modelsFolder, name);
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { id: string; files: { path: string }[] };
      // What the manifest lists is the package; the rest (training code) stays in the repository.
      const listed = ['manifest.json', 'manifest.sig', ...manifest.files.map(({ path }) => path)];
      const files = listed
        .filter((path) => existsSync(join(folder, path)))
        .map((path) => {
          const bytes = readFileSync(join(folder, path));
          return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
        });
      return { id: manifest.id, folder: `models/${name}/`, files };
    });
}

/** Ships the packages of `models/` with the app, and `models/index.json` that lists them. */
export function models(root: string): Plugin {
  return {
    name: 'diaphane:models',
    apply: 'build',
    generateBundle() {
      const packages = shippedPackages(join(root, 'models'));
      for (const { folder, files } of packages)
        for (const { path } of files)
          this.emitFile({ type: 'asset', fileName: `${folder}${path}`, source: readFileSync(join(root, folder, path)) });
      this.emitFile({ type: 'asset', fileName: 'models/index.json', source: `${JSON.stringify({ packages }, null, 2)}\n` });
    },
  };
}
