import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { InspectLine } from '../../src/cli/inspect';
import { readTable } from './support/formats-table';
import { digestOf, inspectSample, sampleFiles, SAMPLES_PRESENT } from './support/sample-files';

if (!SAMPLES_PRESENT) process.stdout.write('skipped: the sample files are not beside the project (tests/io/formats.test.ts)\n');

const documented = readTable(readFileSync(resolve(import.meta.dirname, '../../docs/formats.md'), 'utf8'));
const references = JSON.parse(readFileSync(resolve(import.meta.dirname, 'reference-hashes.json'), 'utf8')) as Record<string, string>;

/** Opens and decodes every frame of all sample files; docs/formats.md is what must come out. */
describe.skipIf(!SAMPLES_PRESENT)('every sample file', () => {
  const files = SAMPLES_PRESENT ? sampleFiles() : [];
  const found = new Map<string, InspectLine>();

  beforeAll(async () => {
    for (const path of files) {
      const [line] = await inspectSample(path);
      if (line !== undefined) found.set(path, line);
    }
  }, 900_000);

  it('is in the table, and nothing else is', () => {
    expect([...documented.keys()].sort()).toEqual(files);
  });

  it('has the outcome that the table says', () => {
    const outcomes = files.map((path) => [path, found.get(path)?.status, found.get(path)?.reason ?? '']);
    expect(outcomes).toEqual(files.map((path) => [path, ...(documented.get(path) ?? []).slice(0, 2)]));
  });

  it('fails only with a reason of its own', () => {
    for (const [path, { status, reason }] of found) {
      if (status === 'failed') expect(reason, path).not.toBe('internal');
    }
  });

  it('decodes bit for bit as the reference does, but for the differences that docs/formats.md explains', () => {
    const different = files.filter((path) => {
      const frames = found.get(path)?.frameSha256;
      return references[path] !== undefined && frames !== undefined && frames !== null && digestOf(frames) !== references[path];
    });
    expect(different).toEqual([...documented].filter(([, [, , reference]]) => reference === '≠').map(([path]) => path));
    const compared = files.filter((path) => references[path] !== undefined && (found.get(path)?.frameSha256 ?? null) !== null);
    expect(compared.length).toBeGreaterThan(350);
  });
});
