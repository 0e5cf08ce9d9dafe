import { describe, expect, it } from 'vitest';
import { SessionTiles, type TileDecoder } from '../../src/app/session-tiles';
import { generatedPyramid } from '../fixtures/generated-tiles';
import { imageInstance, seriesOf } from '../fixtures/series';

class Decoder implements TileDecoder<string> {
  readonly read: (readonly [key: string, locator: string])[] = [];
  readonly forgotten: string[] = [];

  readTile({ key, locator }: { readonly key: string; readonly locator: string }): Promise<null> {
    this.read.push([key, locator]);
    return Promise.resolve(null);
  }

  readAssociated(): Promise<never> {
    return Promise.reject(new Error('not asked for'));
  }

  forget(key: string): void {
    this.forgotten.push(key);
  }
}

describe('tiles of a session', () => {
  it('a slide that grows by a file is another one to the workers, and the same one otherwise', async () => {
    const decoder = new Decoder();
    const tiles = new SessionTiles(decoder);
    const slide = seriesOf(imageInstance(), { kind: 'slide', slide: generatedPyramid(1000, 1000) });
    const address = { level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 };
    tiles.put(slide.id, [], 'one file');
    const first = tiles.source(slide);
    await first.readTile(address);
    tiles.put(slide.id, [], 'one file');
    expect(tiles.source(slide)).toBe(first);
    expect(decoder.forgotten).toEqual([]);
    tiles.put(slide.id, [], 'two files');
    const [key] = decoder.read[0] ?? [];
    expect(decoder.forgotten).toEqual([key]);
    await tiles.source(slide).readTile(address);
    expect(decoder.read.map(([, locator]) => locator)).toEqual(['one file', 'two files']);
    expect(decoder.read[1]?.[0]).not.toBe(key);
    tiles.clear();
    expect(() => tiles.source(slide)).toThrow(expect.objectContaining({ code: 'read-failed' }));
  });
});
