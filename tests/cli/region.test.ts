import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { openFile } from '../../src/cli/node-files';
import { inspect } from '../../src/cli/inspect';
import { readRegionArguments, writeRegion } from '../../src/cli/region';
import { writeDicomSlide } from '../fixtures/slides/dicom-slide';
import { pyramidTiff } from '../fixtures/slides/pyramid-tiff';
import { truthTile } from '../fixtures/slides/slide-truth';
import { writeSparse } from '../fixtures/slides/sparse-bytes';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  configureNodeCodecs();
  folder = await mkdtemp(join(tmpdir(), 'region-'));
  await writeSparse(at('slide.tif'), await pyramidTiff({ columns: 300, rows: 200, tile: 64, micronsPerPixel: 0.25 }));
  await writeSparse(
    at('deep.ome.tif'),
    await pyramidTiff({ columns: 300, rows: 200, tile: 64, samples: 1, bits: 16, ome: true, planes: 2, channels: 2 }),
  );
  await mkdir(at('levels'));
  const levels = await writeDicomSlide({ columns: 300, rows: 200, factors: [1, 2] });
  for (const [i, bytes] of levels.entries()) await writeFile(at(`levels/${String(i)}.dcm`), bytes);
  await writeFile(at('note.txt'), 'nothing to see');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const command = (slide: string, ...more: string[]): string[] => [at(slide), '--out', at('out.png'), ...more];
const square = ['--x', '-3', '--y', '90', '--width', '20', '--height', '15'];

describe('image region', () => {
  it('writes the stored pixels of a region of a level', async () => {
    await writeRegion(readRegionArguments(command('slide.tif', '--level', '1', ...square)));
    const png = decode(await readFile(at('out.png')));
    expect(png).toMatchObject({ width: 20, height: 15, channels: 3, depth: 8 });
    const truth = truthTile({
      level: 1,
      plane: 0,
      channel: 0,
      left: 0,
      top: 90,
      columns: 17,
      rows: 10,
      matrixColumns: 150,
      matrixRows: 100,
      samples: 3,
      bits: 8,
    });
    const expected = new Uint8Array(20 * 15 * 3).fill(255);
    for (let y = 0; y < 10; y++) expected.set(truth.subarray(y * 51, (y + 1) * 51), (y * 20 + 3) * 3);
    expect([...png.data]).toEqual([...expected]);
  });

  it('reads any plane and channel, of 16 bits too', async () => {
    await writeRegion(
      readRegionArguments(
        command('deep.ome.tif', '--level', '0', '--x', '16', '--y', '0', '--width', '8', '--height', '4', '--plane', '1', '--channel', '1'),
      ),
    );
    const png = decode(await readFile(at('out.png')));
    expect(png).toMatchObject({ channels: 1, depth: 16 });
    expect([...png.data]).toEqual([
      ...truthTile({
        level: 0,
        plane: 1,
        channel: 1,
        left: 16,
        top: 0,
        columns: 8,
        rows: 4,
        matrixColumns: 300,
        matrixRows: 200,
        samples: 1,
        bits: 16,
      }),
    ]);
  });

  it.each(['levels', 'levels/0.dcm', 'levels/1.dcm'])('finds all levels of a DICOM slide: %s', async (path) => {
    await writeRegion(readRegionArguments(command(path, '--level', '1', '--x', '30', '--y', '40', '--width', '8', '--height', '4')));
    const place = { level: 1, plane: 0, channel: 0, left: 30, top: 40 };
    const size = { columns: 8, rows: 4, matrixColumns: 150, matrixRows: 100, samples: 3, bits: 8 } as const;
    expect([...decode(await readFile(at('out.png'))).data]).toEqual([...truthTile({ ...place, ...size })]);
  });

  it.each([
    [['--level', '5', ...square], /no level 5; the last is \d/u],
    [['--level', '0', ...square, '--plane', '1'], /no plane 1; the last is 0/u],
  ])('says what the slide does not have: %j', async (more, message) => {
    await expect(writeRegion(readRegionArguments(command('slide.tif', ...more)))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ['nothing.svs', 'read-failed'],
    ['note.txt', 'document-beside-images'],
  ])('says in one line why %s is no slide', async (name, code) => {
    await expect(writeRegion(readRegionArguments(command(name, '--level', '0', ...square)))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^[^\n]+: [^\n]+$/u) as string,
    });
  });

  it.each([
    [[]],
    [['--level', '0', '--x', '0', '--y', '0', '--width', '0', '--height', '1']],
    [['--level', '-1', ...square]],
    [['--level', '0.5', ...square]],
    [['--level', '0', ...square, '--colour', 'red']],
  ])('knows wrong use: %j', (more) => {
    expect(() => readRegionArguments(command('slide.tif', ...more))).toThrow(expect.objectContaining({ code: 'usage' }) as Error);
  });
});

describe('image inspect of a slide', () => {
  it('gives format, lengths and levels', async () => {
    const file = await openFile(at('slide.tif'));
    const lines = [];
    for await (const line of inspect([file], { pixels: false })) lines.push(line);
    expect(lines).toMatchObject([
      {
        status: 'opened',
        kind: 'slide',
        rows: 200,
        columns: 300,
        slide: {
          format: 'TIFF',
          micronsPerPixel: [0.25, 0.25],
          levels: [{ columns: 300, tile: [64, 64], downsample: [1, 1] }, { columns: 150 }, { columns: 75 }, { columns: 38 }],
        },
      },
    ]);
  });

  it('tells of a slide of several files as a whole', async () => {
    const files = await Promise.all(['levels/0.dcm', 'levels/1.dcm'].map((name) => openFile(at(name))));
    const lines = [];
    for await (const line of inspect(files, { pixels: false })) lines.push(line);
    const slide = {
      format: 'DICOM WSI',
      levels: [
        { columns: 300, rows: 200 },
        { columns: 150, rows: 100 },
      ],
    };
    expect(lines).toMatchObject([
      { series: 'series-1', columns: 300, slide },
      { series: 'series-1', columns: 150, slide },
    ]);
  });
});
