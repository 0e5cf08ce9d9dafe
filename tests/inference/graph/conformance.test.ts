import { describe, expect, it } from 'vitest';
import { allCases } from '../fixtures/conformance-cases';
import { worstDifference } from '../fixtures/compare-tensors';
import { runNative } from '../fixtures/native-session';
import { testRuntime } from '../fixtures/tiny-package';

describe('WASM against the native runtime', () => {
  it.each(allCases().map((item) => [item.name, item] as const))('%s', async (_name, { model, inputs, tolerance }) => {
    const expected = await runNative(model, inputs);
    const session = await testRuntime().createSession(model);
    const actual = await session.run(inputs);
    await session.release();
    expect(worstDifference(actual, expected)).toBeLessThanOrEqual(tolerance);
  });
});
