import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../domain/errors';
import { readLevelRegion, type LevelRegion } from '../domain/kernels/slide/read-region';
import type { SlidePyramid } from '../domain/slide';
import { LIMITS } from '../io/limits';
import { writeTilePng } from '../results/png/write-tile-png';
import { inputErrorMessage } from './input-errors';
import { openSlide } from './open-slide';

export const REGION_USAGE =
  'npm run --silent image -- region <slide> --level L --x X --y Y --width W --height H --out f.png [--plane P] [--channel C] [--time T]';

export interface RegionArguments extends LevelRegion {
  readonly path: string;
  readonly out: string;
}

/** @param args without the word `region` @throws AppError `usage`. */
export function readRegionArguments(args: readonly string[]): RegionArguments {
  const text = { type: 'string' } as const;
  const usage = `usage: ${REGION_USAGE}`;
  try {
    const { values, positionals } = parseArgs({
      args: joinNegative(args),
      allowPositionals: true,
      options: { level: text, x: text, y: text, width: text, height: text, out: text, plane: text, channel: text, time: text },
    });
    const [path, ...rest] = positionals;
    const whole = (value: string | undefined, least: number, fallback?: number): number => {
      const number = value === undefined ? fallback : /^-?\d+$/u.test(value) ? Number(value) : undefined;
      if (number === undefined || number < least || !Number.isSafeInteger(number)) throw new AppError('usage', usage);
      return number;
    };
    if (path === undefined || path === '' || rest.length > 0 || values.out === undefined || values.out === '')
      throw new AppError('usage', usage);
    return {
      path,
      out: values.out,
      level: whole(values.level, 0),
      x: whole(values.x, -Infinity),
      y: whole(values.y, -Infinity),
      width: whole(values.width, 1),
      height: whole(values.height, 1),
      plane: whole(values.plane, 0, 0),
      channel: whole(values.channel, 0, 0),
      time: whole(values.time, 0, 0),
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('usage', usage, {}, { cause });
  }
}

/**
 * Writes the stored pixels of a region as a PNG: before ICC profile and display settings, grey or RGB, 8 or 16 bits. What lies
 * outside the level, or in tiles that the file does not hold, is the slide's background.
 * @throws AppError `usage` where the slide has no such level, plane, channel or time; as `openSlide` and `TileSource.readTile`.
 */
export async function writeRegion({ path, out, ...region }: RegionArguments): Promise<void> {
  const tiles = await openSlide(path);
  const { levels, planes, channels, times, samplesPerPixel, bitsAllocated } = tiles.pyramid;
  const { width, height } = region;
  const counts: readonly (readonly [word: string, index: number, count: number])[] = [
    ['level', region.level, levels.length],
    ['plane', region.plane, planes.length],
    ['channel', region.channel, channels.length],
    ['time', region.time, times],
  ];
  for (const [word, index, count] of counts) {
    if (index >= count) throw new AppError('usage', `${path}: no ${word} ${String(index)}; the last is ${String(count - 1)}`);
  }
  if (bytesOf(width * height, { samplesPerPixel, bitsAllocated }) > LIMITS.photoBytes) {
    throw new AppError('usage', `a region of ${String(width)} × ${String(height)} pixels is more than is written at once`);
  }
  const read = await readLevelRegion(tiles, region).catch((cause: unknown) => {
    const { code } = toAppError(cause, 'codec-failed');
    throw new AppError(code, `${path}: ${inputErrorMessage(code)}`, {}, { cause });
  });
  await writeFile(out, writeTilePng(read)).catch((cause: unknown) => {
    throw cause instanceof AppError ? cause : new AppError('export-failed', `${out}: cannot be written`, {}, { cause });
  });
}

/** `--x -5` → `--x=-5`: a negative number is a value here, not an option. */
function joinNegative(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? '';
    if (/^-\d+$/u.test(arg) && /^--[a-z]+$/u.test(before)) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function bytesOf(pixels: number, { samplesPerPixel, bitsAllocated }: Pick<SlidePyramid, 'samplesPerPixel' | 'bitsAllocated'>): number {
  return (pixels * samplesPerPixel * bitsAllocated) / 8;
}
