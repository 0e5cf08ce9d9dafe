import { beforeEach, describe, expect, it } from 'vitest';
import type { SlidePlace } from '../../src/app/session-tiles';
import { IoPool } from '../../src/app/workers/io.client';
import { photoSlide } from '../../src/io/slide/photo/photo-slide';
import type { SlideLocator } from '../../src/io/slide/slide-locator';

interface Call {
  readonly id: number;
  readonly method: string;
}

/** A worker that notes what it is asked and answers at once. */
class Thread extends EventTarget {
  readonly asked: string[] = [];

  postMessage({ id, method }: Call): void {
    this.asked.push(method);
    queueMicrotask(() => {
      this.dispatchEvent(new MessageEvent('message', { data: { type: 'result', id, value: null } }));
    });
  }

  terminate(): void {
    return;
  }
}

const header = {
  rows: 9000,
  columns: 9000,
  samplesPerPixel: 3 as const,
  bitsAllocated: 8 as const,
  float: false,
  exifOrientation: 1,
  located: false,
  named: false,
  frameCount: 1,
  lossy: true,
};
const { locator: photo } = photoSlide('jpeg', header);
const slide = { ...photo, format: 'tiff' } as unknown as SlideLocator;

describe('the workers that read tiles', () => {
  let threads: Thread[];
  let pool: IoPool;

  beforeEach(() => {
    threads = [];
    pool = new IoPool({
      size: 3,
      spawn: () => {
        const thread = new Thread();
        threads.push(thread);
        return thread as unknown as Worker;
      },
    });
  });
  const read = (locator: SlideLocator, count: number): Promise<unknown> => {
    const place: SlidePlace<SlideLocator> = { key: locator.format, sources: [], locator };
    return Promise.all(
      Array.from({ length: count }, (_, column) =>
        pool.readTile(place, { level: 0, column, row: 0, plane: 0, channel: 0, time: 0 }, { signal: undefined, priority: 'visible' }),
      ),
    );
  };

  it('share the tiles of a slide', async () => {
    await read(slide, 9);
    expect(threads).toHaveLength(3);
    for (const { asked } of threads) expect(asked[0]).toBe('openSlide');
  });

  it('leave a photo to one of them, which is told of it once, and go on with other work meanwhile', async () => {
    await Promise.all([read(photo, 5), read(slide, 6)]);
    expect(threads).toHaveLength(3);
    const photos = threads.filter(({ asked }) => asked.filter((method) => method === 'readTile').length >= 5);
    expect(photos).toHaveLength(1);
    expect(threads.flatMap(({ asked }) => asked).filter((method) => method === 'readTile')).toHaveLength(11);
    await read(photo, 4);
    expect(threads).toHaveLength(3);
    expect(photos[0]?.asked.filter((method) => method === 'readTile').length).toBeGreaterThanOrEqual(9);
  });
});
