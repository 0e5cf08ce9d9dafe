import { describe, expect, it } from 'vitest';
import { parseModelArguments } from '../../src/cli/model-arguments';

describe('arguments of the model command', () => {
  it.each([
    [['check', 'm'], { kind: 'check', model: 'm' }],
    [
      ['run', 'm', 'a', 'b'],
      { kind: 'run', model: 'm', inputs: ['a', 'b'], out: null, spacing: null, spacings: null, region: null, threads: null },
    ],
    [
      ['run', 'm', 'a', '--out', 'o', '--spacing', '0.5'],
      { kind: 'run', model: 'm', inputs: ['a'], out: 'o', spacing: [0.5, 0.5], spacings: null, region: null, threads: null },
    ],
    [
      ['run', '--spacing=0.5,0.25', 'm', 'a'],
      { kind: 'run', model: 'm', inputs: ['a'], out: null, spacing: [0.5, 0.25], spacings: null, region: null, threads: null },
    ],
    [
      ['run', 'm', '--', '--odd name.png'],
      { kind: 'run', model: 'm', inputs: ['--odd name.png'], out: null, spacing: null, spacings: null, region: null, threads: null },
    ],
    [
      ['run', 'm', 'a', '--threads', '2'],
      { kind: 'run', model: 'm', inputs: ['a'], out: null, spacing: null, spacings: null, region: null, threads: 2 },
    ],
    [
      ['run', 'm', 'a', '--explain', 'occlusion'],
      {
        ...{ kind: 'run', model: 'm', inputs: ['a'], out: null, spacing: null, spacings: null, region: null, threads: null },
        explain: 'occlusion',
      },
    ],
    [['bench', 'm'], { kind: 'bench', model: 'm', threads: null, runs: 10 }],
    [['bench', 'm', '--threads=1', '--runs', '3'], { kind: 'bench', model: 'm', threads: 1, runs: 3 }],
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
    [['run', 'm', 'a', '--threads', '0']],
    [['run', 'm', 'a', '--explain', 'gradients']],
    [['bench']],
    [['bench', 'm', '--runs', '2.5']],
    [['bench', 'm', '--threads', '1e1']],
  ])('%j is wrong use', (words) => {
    expect(parseModelArguments(words)).toBeNull();
  });
});
