import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

describe('the types hold', () => {
  it.each([
    ['tsconfig.domain.json', 'the domain, without a browser'],
    ['tsconfig.worker.json', 'what runs in workers, without a document'],
    ['tsconfig.json', 'the page'],
    ['tsconfig.node.json', 'tests, scripts and the command line'],
  ])(
    '%s: %s',
    (project) => {
      const { status, stdout } = spawnSync(process.execPath, [TSC, '-p', join(ROOT, project)], { encoding: 'utf8', cwd: ROOT });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    },
    300_000,
  );
});
