import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { forbiddenLayers, LAYER_NAMES, VENDORS } from './layers';

const ROOT = join(import.meta.dirname, '..', '..');

const anyOf = (patterns: readonly string[]): string => patterns.join('|');

/** The rules of the table, as dependency-cruiser reads them. */
const FORBIDDEN: IForbiddenRuleType[] = [
  // Types may refer to each other; running code may not.
  { name: 'no-cycle', severity: 'error', from: { path: '^src/' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ...LAYER_NAMES.map((layer): IForbiddenRuleType => ({
    name: `layer-${layer}`,
    severity: 'error',
    from: { path: `^src/${layer}/` },
    to: { path: `^src/(${anyOf([...forbiddenLayers(layer), 'main\\.tsx'])})(/|$)` },
  })),
  ...VENDORS.map(({ packages, places }): IForbiddenRuleType => ({
    name: `vendor-${packages}`,
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${anyOf(places)})` },
    to: { path: `node_modules/(${packages})/` },
  })),
  {
    name: 'vendor-unnamed',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: 'node_modules/', pathNot: `node_modules/(${anyOf(VENDORS.map(({ packages }) => packages))})/` },
  },
  { name: 'domain-alone', severity: 'error', from: { path: '^src/domain/' }, to: { pathNot: '^src/domain/' } },
  { name: 'no-node', severity: 'error', from: { path: '^src/', pathNot: '^src/cli/' }, to: { dependencyTypes: ['core'] } },
  { name: 'no-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(tests|scripts)/' } },
  { name: 'unresolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true, pathNot: '\\?url$' } },
];

let result: ICruiseResult;

beforeAll(async () => {
  const { output } = await cruise(['src'], {
    baseDir: ROOT,
    ruleSet: { forbidden: FORBIDDEN },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    exclude: { path: '\\.css$' },
  });
  result = output as ICruiseResult;
}, 120_000);

describe('the layers', () => {
  it('cover all of src', () => {
    const folders = new Set(result.modules.map(({ source }) => /^src\/([^/]+)\//.exec(source)?.[1]).filter((name) => name !== undefined));
    expect([...folders].filter((name) => !LAYER_NAMES.some((layer) => layer === name))).toEqual([]);
    expect(folders.size).toBeGreaterThan(5);
  });

  it('have no cycle, no forbidden reach and no third-party code out of its place', () => {
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('reach every module from an entry: nothing is dead', () => {
    // The generators of the demo cases run at build time.
    const entries = /^src\/(main\.tsx|.*\.d\.ts|domain\/demo\/.*|cli\/[^/]+\.ts|app\/workers\/.*\.entry\.ts|app\/service-worker\/sw\.ts)$/;
    const orphans = result.modules.filter(
      ({ source, dependents }) => /^src\/.*\.tsx?$/.test(source) && !entries.test(source) && dependents.length === 0,
    );
    expect(orphans.map(({ source }) => source)).toEqual([]);
  });
});

describe('the package file', () => {
  it('names every package that src imports', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const imported = result.modules.flatMap(({ source }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
    expect([...new Set(imported)].filter((name) => !(name in dependencies) && !name.startsWith('@types/'))).toEqual([]);
  });

  it('pins every version', () => {
    const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(text) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
