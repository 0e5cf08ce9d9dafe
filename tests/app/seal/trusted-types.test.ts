import { describe, expect, it } from 'vitest';

const BASE = 'https://hospital.example/tools/diaphane/';

describe('the default Trusted Types policy', () => {
  it.each(['./assets/w.js', 'assets/w.js', '/tools/diaphane/sw.js', `${BASE}a.mjs`])('lets %s be a script', async (url) => {
    const { ownScriptUrl } = await load();
    expect(ownScriptUrl(url, BASE)).toBe(url);
  });

  it.each([
    'https://evil.example/a.js',
    '//evil.example/a.js',
    'blob:https://hospital.example/1',
    'data:text/javascript,1',
    'javascript:alert(1)',
  ])('refuses %s', async (url) => {
    const { ownScriptUrl } = await load();
    expect(() => ownScriptUrl(url, BASE)).toThrow(TypeError);
  });

  it('is installed once, and refuses markup and script', async () => {
    const policies: Record<string, (text: string) => string>[] = [];
    const factory = {
      defaultPolicy: null as object | null,
      createPolicy: (_name: string, policy: Record<string, (text: string) => string>) => {
        policies.push(policy);
        factory.defaultPolicy = policy;
        return policy;
      },
    };
    Object.assign(globalThis, { trustedTypes: factory });
    const { installTrustedTypes } = await load();
    installTrustedTypes();
    installTrustedTypes();
    expect(policies.length).toBe(1);
    expect(() => policies[0]?.['createHTML']?.('<b>')).toThrow(TypeError);
    expect(() => policies[0]?.['createScript']?.('1')).toThrow(TypeError);
    Reflect.deleteProperty(globalThis, 'trustedTypes');
  });
});

function load() {
  return import('../../../src/app/trusted-types');
}
