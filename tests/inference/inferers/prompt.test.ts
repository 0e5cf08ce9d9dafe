import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../../src/domain/pixels';
import type { PromptPoint } from '../../../src/domain/prompt';
import { ModelSession } from '../../../src/inference/model-session';
import { filesFromBlobs } from '../../../src/inference/packages/package-files';
import { readPackage } from '../../../src/inference/packages/read-package';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import type { NetworkRuntime } from '../../../src/inference/runtime/network-session';
import { sourceValues } from '../../../src/inference/source-payload';
import { clickPackage, SIDE } from '../fixtures/click-package';

/** A bright half beside a dark one, twice the size of what the encoder sees. */
const frame: DecodedFrame = {
  rows: 2 * SIDE,
  columns: 2 * SIDE,
  samplesPerPixel: 1,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'MONOCHROME2',
  pixels: Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % (2 * SIDE) < SIDE ? 250 : 5)),
  palette: null,
};

describe('a network asked by clicks', () => {
  const calls: string[] = [];
  let session: ModelSession;
  beforeAll(async () => {
    const here = nodeRuntime(1);
    const counting: NetworkRuntime = {
      ...here,
      createSession: async (bytes) => {
        const inner = await here.createSession(bytes);
        const [output = ''] = inner.outputNames;
        return {
          provider: inner.provider,
          inputNames: inner.inputNames,
          outputNames: inner.outputNames,
          run: (inputs) => (calls.push(output), inner.run(inputs)),
          release: () => inner.release(),
        };
      },
    };
    session = await ModelSession.load(await readPackage(filesFromBlobs(await clickPackage())), counting);
  });
  afterAll(() => session.release());

  async function click(points: readonly PromptPoint[], reuse?: string): Promise<Uint8Array | Uint16Array> {
    const sources = sourceValues(
      new Map([
        ['image', { kind: 'frame', frame, spacing: null, modalityLut: null }],
        ['clicks', { kind: 'points', points }],
      ]),
    );
    const { outputs } = await session.run(sources, { reuse });
    if (outputs[0]?.kind !== 'segmentation') throw new Error('no mask');
    return outputs[0].data;
  }

  it('gives the mask of what was clicked, in the pixels of the source', async () => {
    const left = await click([{ x: 10, y: 40, inside: true }]);
    expect(left).toHaveLength(4 * SIDE * SIDE);
    expect([left[0], left[SIDE - 1], left[SIDE], left[2 * SIDE - 1]]).toEqual([1, 1, 0, 0]);
    const right = await click([{ x: 60, y: 3, inside: true }]);
    expect([right[0], right[2 * SIDE - 1]]).toEqual([0, 1]);
  });

  it('encodes once and decodes every click', async () => {
    calls.length = 0;
    await click([{ x: 10, y: 40, inside: true }], 'one frame');
    await click([{ x: 60, y: 40, inside: true }], 'one frame');
    await click([{ x: 60, y: 40, inside: true }], 'another frame');
    expect(calls).toEqual(['embeddings', 'masks', 'masks', 'embeddings', 'masks']);
  });

  it('asks for a click where there is none', async () => {
    await expect(click([])).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});
