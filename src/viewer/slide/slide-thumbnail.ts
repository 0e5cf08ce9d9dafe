import { coverRegion, tilesIn, wholeSlide } from '../../domain/geometry/slide-tiles';
import type { TileSource } from '../../domain/ports';
import type { AssociatedImageKind, SlideTile, TileAddress } from '../../domain/slide';
import { defaultLook } from '../../domain/slide-view';
import { channelWindows } from './channel-windows';
import { colourTableOf } from './slide-colours';
import { tileRgba } from './pixel-look';

/** A level of more tiles than this is not read for a picture of a few centimetres. */
const MOST_TILES = 256;

/**
 * A small picture of the whole slide, from its pyramid alone: labels and overviews are pictures of their own and never
 * in it. What is past the bound of tiles stays in the background's colour.
 * @param maxPixels longest side
 * @param held tiles in memory; nothing is added to them, so that small pictures push out none that are looked at
 * @throws AppError as `TileSource.readTile`; AbortError.
 */
export async function slideThumbnail(
  source: TileSource,
  maxPixels: number,
  held: (address: TileAddress) => SlideTile | null,
  signal?: AbortSignal,
): Promise<ImageData> {
  const { pyramid } = source;
  const whole = wholeSlide(pyramid);
  const scale = Math.min(1, maxPixels / Math.max(whole.width, whole.height));
  const level = thumbnailLevel(source, maxPixels);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(whole.width * scale));
  canvas.height = Math.max(1, Math.round(whole.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return new ImageData(canvas.width, canvas.height);
  const look = defaultLook(pyramid);
  const windows = await channelWindows(source);
  const sum = pyramid.channels.length > 1;
  context.fillStyle = sum ? '#000' : `rgb(${pyramid.background.join(' ')})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  const plane = Math.floor(pyramid.planes.length / 2);
  for (const [channel] of pyramid.channels.entries()) {
    context.globalCompositeOperation = channel === 0 ? 'source-over' : 'lighter';
    const shown = look.channels[channel];
    const chosen = pyramid.samplesPerPixel === 3 || shown === undefined ? null : { ...shown, ...windows[channel] };
    const patches = coverRegion(pyramid, level, whole, () => true, MOST_TILES).map(async ({ target, source: part, ...place }) => {
      const address = { ...place, plane, channel, time: 0 };
      const tile = held(address) ?? (await source.readTile(address, signal, 'prefetch'));
      if (tile === null) return;
      const rgba = tileRgba(tile, { look, colours: colourTableOf(pyramid), inverted: false }, chosen, sum);
      context.drawImage(
        tileCanvas(tile, rgba),
        part.x,
        part.y,
        part.width,
        part.height,
        target.x * scale,
        target.y * scale,
        target.width * scale,
        target.height * scale,
      );
    });
    await Promise.all(patches);
  }
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** A picture beside the specimen as stored, opaque. @throws as `TileSource.readAssociated` */
export async function associatedImage(source: TileSource, kind: AssociatedImageKind, signal?: AbortSignal): Promise<ImageData> {
  const picture = await source.readAssociated(kind, signal);
  const look = { look: defaultLook(source.pyramid), colours: null, inverted: false };
  return new ImageData(tileRgba(picture, look, null, false), picture.columns, picture.rows);
}

/** The coarsest level that is still as large as the picture, if it has few enough tiles. */
function thumbnailLevel({ pyramid }: TileSource, maxPixels: number): number {
  const whole = wholeSlide(pyramid);
  let best = pyramid.levels.length - 1;
  for (let i = best; i >= 0; i -= 1) {
    const level = pyramid.levels[i];
    if (level === undefined || tilesIn(pyramid, i, whole, MOST_TILES + 1).length > MOST_TILES) break;
    best = i;
    if (Math.max(level.columns, level.rows) >= maxPixels) break;
  }
  return best;
}

function tileCanvas({ columns, rows }: SlideTile, rgba: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, columns, rows), 0, 0);
  return canvas;
}
