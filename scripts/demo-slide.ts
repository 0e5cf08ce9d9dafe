import { halved, type RgbPicture } from './halve-picture';
import { tileEncoder } from '../tests/fixtures/slides/encode-tile';
import { jpegParts } from '../tests/fixtures/slides/jpeg-parts';
import { toBlob } from '../tests/fixtures/slides/sparse-bytes';
import { TiffWriter, type Tags, type TagValue } from '../tests/fixtures/slides/tiff-writer';

const TILE = 256;

/**
 * A picture as a scanner would write it: a pyramidal TIFF of JPEG tiles (YCbCr 4:2:0), each level half the one before, with
 * the size of a pixel in its resolution tags.
 */
export async function slideTiff(picture: RgbPicture, micronsPerPixel: number): Promise<Uint8Array> {
  const encode = await tileEncoder('jpeg');
  const writer = new TiffWriter({ big: false, little: true });
  const directories: { tags: Tags }[] = [];
  for (let level = picture, microns = micronsPerPixel; ; level = halved(level), microns *= 2) {
    const placed: { readonly at: number; readonly length: number }[] = [];
    let tables: Uint8Array = new Uint8Array();
    for (let top = 0; top < level.height; top += TILE) {
      for (let left = 0; left < level.width; left += TILE) {
        const parts = jpegParts(encode({ columns: TILE, rows: TILE, samples: 3, bits: 8, pixels: tileOf(level, left, top) }));
        ({ tables } = parts);
        placed.push({ at: writer.put(parts.image), length: parts.image.byteLength });
      }
    }
    directories.push({ tags: tagsOf(level, placed, tables, microns, directories.length > 0) });
    if (Math.max(level.width, level.height) <= TILE) break;
  }
  return new Uint8Array(await toBlob(writer.finish(directories)).arrayBuffer());
}

/** Past the border the last pixel goes on, as JPEG blocks like it. */
function tileOf({ width, height, rgb }: RgbPicture, left: number, top: number): Uint8Array {
  const out = new Uint8Array(TILE * TILE * 3);
  for (let y = 0; y < TILE; y++) {
    const row = Math.min(height - 1, top + y) * width;
    for (let x = 0; x < TILE; x++) {
      const from = (row + Math.min(width - 1, left + x)) * 3;
      out.set(rgb.subarray(from, from + 3), (y * TILE + x) * 3);
    }
  }
  return out;
}

function tagsOf(
  { width, height }: RgbPicture,
  placed: readonly { readonly at: number; readonly length: number }[],
  tables: Uint8Array,
  microns: number,
  reduced: boolean,
): Tags {
  const short = (...values: number[]): TagValue => ({ type: 'short', values });
  const long = (...values: number[]): TagValue => ({ type: 'long', values });
  const pixelsPerCentimetre: TagValue = { type: 'rational', values: [[Math.round(1e7 / microns), 1000]] };
  return new Map<number, TagValue>([
    // NewSubfileType: a reduced picture of another page.
    [254, long(reduced ? 1 : 0)],
    [256, long(width)],
    [257, long(height)],
    [258, short(8, 8, 8)],
    [259, short(7)],
    [262, short(6)],
    [277, short(3)],
    [282, pixelsPerCentimetre],
    [283, pixelsPerCentimetre],
    [296, short(3)],
    [322, long(TILE)],
    [323, long(TILE)],
    [324, long(...placed.map(({ at }) => at))],
    [325, long(...placed.map(({ length }) => length))],
    [347, { type: 'bytes', bytes: tables }],
    [530, short(2, 2)],
  ]);
}
