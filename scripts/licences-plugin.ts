import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression as the package states it. */
  readonly licence: string;
  /** Licence and notice files, verbatim. */
  readonly text: string;
}

const TEXT_FILES = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** `/x/node_modules/@a/b/lib/c.js` → `/x/node_modules/@a/b`; null outside node_modules. */
export function packageFolder(moduleId: string): string | null {
  const path = moduleId.replace(/^\0+/, '').split('?', 1)[0] ?? '';
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return found?.[1] ?? null;
}

export function readLicence(folder: string): PackageLicence {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string | { type: string };
  };
  const { license } = manifest;
  const files = readdirSync(folder).filter((name) => TEXT_FILES.test(name) && /(^[^.]+|\.(md|txt))$/i.test(name));
  return {
    name: manifest.name,
    version: manifest.version,
    licence: typeof license === 'string' ? license : (license?.type ?? 'see text'),
    text: files
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim())
      .join('\n\n'),
  };
}

export function licenceDocument(packages: readonly PackageLicence[]): string {
  const rule = '-'.repeat(80);
  const sections = [...packages]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ name, version, licence, text }) => `${rule}\n${name} ${version} (${licence})\n${rule}\n\n${text}\n`);
  return `Software of others in this application, with its licences.\n\n${sections.join('\n')}`;
}

/**
 * Writes `third-party-licences.txt`: every package with a module in the page or a worker, and every direct
 * dependency (their WASM files travel as assets). Workers are built apart: `worker()` goes into their plugins.
 */
export function licences(root: string): { page: Plugin; worker: () => Plugin } {
  const folders = new Set<string>();
  const collect = (bundle: Readonly<Record<string, { type: string; moduleIds?: string[] }>>): void => {
    for (const { moduleIds = [] } of Object.values(bundle))
      for (const id of moduleIds) {
        const folder = packageFolder(id);
        if (folder !== null && existsSync(join(folder, 'package.json'))) folders.add(folder);
      }
  };
  return {
    worker: () => ({
      name: 'diaphane:licences-worker',
      generateBundle: (_options, bundle) => {
        collect(bundle);
      },
    }),
    page: {
      name: 'diaphane:licences',
      apply: 'build',
      generateBundle(_options, bundle) {
        collect(bundle);
        const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
        for (const name of Object.keys(dependencies)) folders.add(join(root, 'node_modules', name));
        const packages = [...folders].map(readLicence);
        const unique = [...new Map(packages.map((item) => [`${item.name}@${item.version}`, item])).values()];
        this.emitFile({ type: 'asset', fileName: 'third-party-licences.txt', source: licenceDocument(unique) });
      },
    },
  };
}
