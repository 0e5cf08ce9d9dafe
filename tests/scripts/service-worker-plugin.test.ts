import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import { serviceWorker } from '../../scripts/service-worker-plugin';

const root = mkdtempSync(join(tmpdir(), 'diaphane-failing-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a build that fails', () => {
  it('says what went wrong first, and writes no service worker', async () => {
    writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.js"></script>');
    writeFileSync(join(root, 'main.js'), "import './not-there.js';");
    const failing = build({ root, configFile: false, logLevel: 'silent', plugins: [serviceWorker(root)] });
    await expect(failing).rejects.toThrow(/not-there\.js/);
    await expect(failing).rejects.not.toThrow(/ENOENT/);
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });
});
