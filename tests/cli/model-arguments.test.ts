import { describe, expect, it } from 'vitest';
import { parseModelArguments } from '../../src/cli/model-arguments';

describe('arguments of the model command', () => {
  it.each([
    [['check', 'm'], { kind: 'check', model: 'm' }],
    [['run', 'm', 'a', 'b'], { kind: 'run', model: 'm', inputs: ['a', 'b'], out: null, spacing: null, spacings: null }],
    [['run', 'm', 'a', '--out', 'o', '--spacing', '0.5'], { kind: 'run', model: 'm', inputs: ['a'], out: 'o', spacing: [0.5, 0.5], spacings: null }],
    [['run', '--spacing=0.5,0.25', 'm', 'a'], { kind: 'run', model: 'm', inputs: ['a'], out: null, spacing: [0.5, 0.25], spacings: null }],
    [['run', 'm', '--', '--odd name.png'], { kind: 'run', model: 'm', inputs: ['--odd name.png'], out: null, spacing: null, spacings: null }],
  ])('%j', (words, expected) => {
    expect(parseModelArguments(words)).toEqual(expected);
  });

  it.each([
    [[]],
    [['check']],
    [['check', 'm', 'more']],
    [['run', 'm']],
    [['train', 'm', 'a']],
    [['run', 'm', 'a', '--spacing', '0']],
    [['run', 'm', 'a', '--spacing', '1,2,3']],
    [['run', 'm', 'a', '--spacing', 'x']],
    [['run', 'm', 'a', '--out']],
    [['run', 'm', 'a', '--verbose', '1']],
  ])('%j is wrong use', (words) => {
    expect(parseModelArguments(words)).toBeNull();
  });
});
