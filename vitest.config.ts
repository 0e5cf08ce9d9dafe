import { defineConfig } from 'vitest/config';

/** Each suite of `npm test`; `vitest run --project <name>` or a path runs a part. */
const node = (name: string, folders: readonly string[] = [name]) => ({
  extends: true as const,
  test: {
    name,
    environment: 'node' as const,
    include: folders.map((folder) => `tests/${folder}/**/*.test.{ts,tsx}`),
    exclude: ['**/*.browser.test.*', '**/*.e2e.test.*'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  define: { __APP_VERSION__: '"0.0.0-test"', __APP_COMMIT__: '"test"', __APP_LIBRARIES__: '{}' },
  test: {
    projects: [
      node('architecture'),
      node('unit', ['domain', 'app', 'ui', 'cli', 'scripts', 'viewer', 'specialties']),
      node('io'),
      node('inference'),
      node('models'),
      node('results'),
      node('storage'),
      {
        extends: true as const,
        test: {
          name: 'browser',
          environment: 'node' as const,
          include: ['tests/platform/**/*.test.ts', 'tests/**/*.browser.test.{ts,tsx}', 'tests/e2e/**/*.e2e.test.ts'],
          // One browser at a time over one build: the tests share the machine's cores and the dist folder.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
