import { describe, expect, it } from 'vitest';
import { packagePrefixes } from '../../../src/app/config/config-schema';
import { parseConfig } from '../../../src/app/config/load-config';

describe('config.json', () => {
  it('takes what it knows', () => {
    const text = '{"language":"en","packages":["./packages/lung/","extra"],"idlePurgeMinutes":15,"keymap":"ohif"}';
    const { config, problem } = parseConfig(text);
    expect(problem).toBeNull();
    expect(config).toEqual({ language: 'en', packages: ['./packages/lung/', 'extra'], idlePurgeMinutes: 15, keymap: 'ohif' });
    expect(packagePrefixes(config)).toEqual(['packages/lung/', 'extra/']);
  });

  it('is empty by default', () => {
    expect(parseConfig('{}')).toEqual({ config: {}, problem: null });
  });

  it.each([
    ['{', 'not JSON'],
    ['[]', 'not an object'],
    ['{"langage":"fr"}', 'an unknown name'],
    ['{"language":"de"}', 'an unknown language'],
    ['{"idlePurgeMinutes":-1}', 'a negative time'],
    ['{"packages":["https://evil.example/"]}', 'another origin'],
    ['{"packages":["/root/"]}', 'an absolute path'],
    ['{"packages":["a/../../b"]}', 'a path that climbs'],
    ['{"packages":["./../b"]}', 'a path that climbs at once'],
    ['{"packages":["a?b=c"]}', 'a query'],
    [`{"language":"fr","x":"${'y'.repeat(70_000)}"}`, 'too large'],
  ])('falls back to the defaults on %s (%s)', (text) => {
    const { config, problem } = parseConfig(text);
    expect(config).toEqual({});
    expect(problem?.code).toBe('config-invalid');
  });
});
