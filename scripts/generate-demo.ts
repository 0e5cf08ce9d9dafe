/** Writes the demo cases into `public/demo`: `npm run demo:generate`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoFiles } from './demo-files';

const root = fileURLToPath(new URL('../public/demo/', import.meta.url));
for (const [path, bytes] of await demoFiles()) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
  process.stdout.write(`${path}\t${String(bytes.byteLength)} bytes\n`);
}
