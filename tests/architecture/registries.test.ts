import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', 'src');

/** Files of a registry's folder that are its contract, not its entries. */
const CONTRACTS: Readonly<Record<string, readonly string[]>> = {
  'inference/checks': ['rule', 'run-checks'],
  'inference/inferers': ['inferer'],
  'inference/packages/converters': ['conversion', 'finish-draft', 'guess-converter'],
  'inference/steps': ['step', 'register', 'space', 'image-array'],
  'inference/steps/activation': [],
  'inference/steps/detection': [],
  'inference/steps/geometry': [],
  'inference/steps/instances': [],
  'inference/steps/intensity': [],
  'inference/steps/masks': [],
  'inference/steps/measure': [],
  'inference/steps/table': [],
  'inference/steps/text': [],
  'inference/steps/value': [],
  'storage/migrations': ['migration'],
};

const FOLDERS = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => basename(path) === 'registry.ts')
  .map(dirname);

describe('registries: one folder, one line an entry', () => {
  it('are the known ones', () => {
    expect([...FOLDERS].sort()).toEqual(Object.keys(CONTRACTS).sort());
  });

  it.each(FOLDERS)('%s names every file of its folder, and no other', (folder) => {
    const entries = readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.ts') && name !== 'registry.ts')
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => !(CONTRACTS[folder] ?? []).includes(name));
    const text = readFileSync(join(ROOT, folder, 'registry.ts'), 'utf8');
    const imported = [...text.matchAll(/^import \{[^}]*\} from '\.\/([\w-]+)';$/gm)].map(([, name]) => name);
    expect([...entries].sort()).toEqual([...imported].sort());
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each(FOLDERS)('%s says in at most 60 lines what it is and how to add one', (folder) => {
    // A group of a registry is explained where the registry is.
    const readme = [folder, dirname(folder)].map((place) => join(ROOT, place, 'README.md')).find(existsSync) ?? '';
    expect(readme).not.toBe('');
    expect(readFileSync(readme, 'utf8').split('\n').length).toBeLessThanOrEqual(61);
  });
});
