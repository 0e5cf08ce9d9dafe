import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, ensureBuild, PROJECT_ROOT } from '../../../scripts/build';
import { buildServiceWorker } from '../../../scripts/service-worker-plugin';

/** A `<meta name="build">` that tells which build a page is of. */
export const BUILD_MARK = 'meta[name="build"]';

/**
 * A copy of `dist/` in a temporary folder that counts as another build: every hashed file has another name, and
 * `index.html` names the build. The caller removes the folder.
 */
export async function anotherBuild(name: string): Promise<string> {
  await ensureBuild();
  const folder = mkdtempSync(join(tmpdir(), `diaphane-build-${name}-`));
  cpSync(DIST, folder, { recursive: true });
  const assets = join(folder, 'assets');
  const renamed = readdirSync(assets)
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file, next: file.replace(/\.js$/, `-${name}.js`) }));
  const texts = [join(folder, 'index.html'), ...renamed.map(({ file }) => join(assets, file))];
  for (const path of texts) {
    let text = readFileSync(path, 'utf8');
    for (const { file, next } of renamed) text = text.replaceAll(file, next);
    if (path.endsWith('.html')) text = text.replace('</head>', `<meta name="build" content="${name}" /></head>`);
    writeFileSync(path, text);
  }
  for (const { file, next } of renamed) renameSync(join(assets, file), join(assets, next));
  await buildServiceWorker(PROJECT_ROOT, folder);
  return folder;
}
