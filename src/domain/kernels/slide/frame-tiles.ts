import { AppError } from '../../errors';
import type { DecodedFrame } from '../../pixels';
import type { TileSource } from '../../ports';
import type { SlideTile } from '../../slide';
import { photometricRgb8 } from '../photometric-rgb';

/** A photo or a field as a slide of one level and one tile, in the colours the reader sees. */
export function frameTiles(frame: DecodedFrame, micronsPerPixel: readonly [number, number] | null): TileSource {
  const { rows, columns } = frame;
  let tile: SlideTile | null = null;
  return {
    pyramid: {
      levels: [{ rows, columns, tileRows: rows, tileColumns: columns, downsample: [1, 1] }],
      samplesPerPixel: 3,
      bitsAllocated: 8,
      planes: [0],
      channels: [{ name: '', colour: null }],
      times: 1,
      micronsPerPixel,
      objectivePower: null,
      background: [255, 255, 255],
      iccProfile: null,
      associated: [],
      format: '',
    },
    readTile: () => {
      tile ??= { rows, columns, samplesPerPixel: 3, pixels: interleaved(photometricRgb8(frame)) };
      return Promise.resolve(tile);
    },
    readAssociated: () => Promise.reject(new AppError('internal', 'a photo has no picture beside it')),
  };
}

function interleaved(planes: Uint8Array): Uint8Array {
  const count = planes.length / 3;
  const out = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++) for (let c = 0; c < 3; c++) out[i * 3 + c] = planes[c * count + i] ?? 0;
  return out;
}
