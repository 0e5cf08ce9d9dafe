import type { FrameInfo, Series } from '../../domain/study';
import type { FrameValues } from './frame-values';
import { present, presentValue } from './presentation';

/** RGBA of a frame in its default presentation, averaged down by whole steps so that fine lines do not flicker. */
export function thumbnailPixels(series: Series, frame: FrameInfo, values: FrameValues, maxPixels: number): ImageData {
  const presentation = values.colour ? null : present(series, frame, values, { kind: 'file', item: 0 });
  const aspect = frame.spacing === null ? 1 : frame.spacing.row / frame.spacing.column;
  const scale = Math.min(1, maxPixels / Math.max(values.columns, values.rows * aspect));
  const width = Math.max(1, Math.round(values.columns * scale));
  const height = Math.max(1, Math.round(values.rows * aspect * scale));
  const image = new ImageData(width, height);
  const samples = values.colour ? 3 : 1;
  const grey = (value: number): number => {
    const level = presentation === null ? value : presentValue(value, presentation) * 255;
    return values.inverse ? 255 - level : level;
  };
  for (let y = 0; y < height; y += 1) {
    const fromRow = Math.floor((y * values.rows) / height);
    const toRow = Math.max(fromRow + 1, Math.floor(((y + 1) * values.rows) / height));
    for (let x = 0; x < width; x += 1) {
      const fromColumn = Math.floor((x * values.columns) / width);
      const toColumn = Math.max(fromColumn + 1, Math.floor(((x + 1) * values.columns) / width));
      const sums = [0, 0, 0];
      // At most 4 × 4 samples a cell: enough against aliasing, and a photo of 50 megapixels stays quick.
      const rowStep = Math.max(1, Math.floor((toRow - fromRow) / 4));
      const columnStep = Math.max(1, Math.floor((toColumn - fromColumn) / 4));
      let count = 0;
      for (let row = fromRow; row < toRow; row += rowStep) {
        for (let column = fromColumn; column < toColumn; column += columnStep) {
          const at = (row * values.columns + column) * samples;
          count += 1;
          if (values.padding?.[at] === 1) continue;
          for (let sample = 0; sample < samples; sample += 1) {
            const value = values.values[at + sample] ?? 0;
            sums[sample] = (sums[sample] ?? 0) + (values.colour ? value : grey(value));
          }
        }
      }
      const [red = 0, green = 0, blue = 0] = sums.map((sum) => Math.round(sum / count));
      image.data.set(values.colour ? [red, green, blue, 255] : [red, red, red, 255], (y * width + x) * 4);
    }
  }
  return image;
}

/** PNG bytes of the thumbnail; null where the browser cannot encode it. */
export async function encodeThumbnail(image: ImageData): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.putImageData(image, 0, 0);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}
