import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('./answers.child.ts', import.meta.url));

async function answers(threads: number): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, String(threads)]);
  return stdout.trim();
}

/** With 4 threads the runtime shares sums out otherwise: some values differ in the last bit. */
it('WASM answers the same to the bit with 1 and 2 threads, and when asked again', async () => {
  const once = await answers(1);
  expect(once).toMatch(/^[0-9a-f]{64}$/);
  for (const threads of [1, 2, 2]) expect(await answers(threads)).toBe(once);
});
