import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

interface LockedPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
}
const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** May travel with an Apache-2.0 application; each keeps its text in `third-party-licences.txt`. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'Apache-2.0',
  'CC0-1.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'MIT AND BSD-3-Clause',
  '(MIT AND Zlib)',
  '(WTFPL OR MIT)',
]);

/** Named one by one; none has code in the app. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'node_modules/caniuse-lite': 'CC-BY-4.0 data of a build tool that vtk.js lists as a dependency',
  'node_modules/argparse': 'Python-2.0, a parser of build tools',
  'node_modules/rechoir': 'MIT in its LICENSE file, not stated in its package file; a build tool',
};

describe('dependencies', () => {
  it('have licences that the app may carry', () => {
    const strange = installed.filter(
      ([path, { dev, devOptional, license }]) =>
        dev !== true && devOptional !== true && !(path in EXCEPTIONS) && (license === undefined || !ALLOWED.has(license)),
    );
    expect(strange.map(([path, { license }]) => `${path}: ${license ?? 'none stated'}`)).toEqual([]);
  });

  it('come from the registry with an integrity hash', () => {
    for (const [path, { integrity }] of installed) expect(integrity, path).toMatch(/^sha512-/);
  });

  it('run no script at install', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});
