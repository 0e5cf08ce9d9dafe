import { afterEach, describe, expect, it, vi } from 'vitest';
import { evalRefused } from '../../../src/app/seal/seal-test';

describe('text as code', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is tried where there are no Trusted Types: what runs is not called refused', () => {
    expect('trustedTypes' in globalThis).toBe(false);
    expect(evalRefused()).toBe(false);
  });

  it('is refused where the policy throws', () => {
    vi.stubGlobal('eval', () => {
      throw new EvalError('refused by the policy');
    });
    expect(evalRefused()).toBe(true);
  });
});
