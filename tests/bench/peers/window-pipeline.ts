import * as native from 'onnxruntime-node';

/**
 * What a script of a research group does: the whole volume resampled, normalised, run in Gaussian windows whose sums are held
 * whole, decided and taken back. Written apart from the app's code, from MONAI's definitions (`Spacing`, `NormalizeIntensity`,
 * `sliding_window_inference`), as the reference of P4b too.
 */
export interface PlainVolume {
  readonly shape: readonly [slices: number, rows: number, columns: number];
  readonly sliceMm: number;
  readonly data: Float32Array;
}

/** A float32 NIfTI-1 file whose slices alone are not 1 mm apart. */
export function readVolume(file: Uint8Array): PlainVolume {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = (axis: number): number => view.getInt16(40 + 2 * axis, true);
  const data = new Float32Array(file.buffer.slice(file.byteOffset + 352, file.byteOffset + file.byteLength));
  return { shape: [size(3), size(2), size(1)], sliceMm: view.getFloat32(88, true), data };
}

export async function segmentVolume(
  volume: PlainVolume,
  session: native.InferenceSession,
  { roi, overlap, classes }: { readonly roi: number; readonly overlap: number; readonly classes: number },
): Promise<Uint8Array> {
  const [before, rows, columns] = volume.shape;
  const plane = rows * columns;
  const slices = Math.round((before - 1) * volume.sliceMm + 1);
  const image = normalised(resampled(volume, slices));
  const weights = gaussian(roi);
  const sums = new Float32Array(classes * slices * plane);
  const totals = new Float32Array(slices * plane);
  for (const z0 of starts(slices, roi, overlap)) {
    for (const y0 of starts(rows, roi, overlap)) {
      for (const x0 of starts(columns, roi, overlap)) {
        const window = new Float32Array(roi ** 3);
        for (let z = 0; z < roi; z++) {
          for (let y = 0; y < roi; y++) {
            const from = (z0 + z) * plane + (y0 + y) * columns + x0;
            window.set(image.subarray(from, from + roi), (z * roi + y) * roi);
          }
        }
        const { y: answer } = await session.run({ x: new native.Tensor('float32', window, [1, 1, roi, roi, roi]) });
        const scores = answer?.data;
        if (!(scores instanceof Float32Array)) throw new Error('no scores');
        let i = 0;
        for (let z = 0; z < roi; z++) {
          for (let y = 0; y < roi; y++) {
            let to = (z0 + z) * plane + (y0 + y) * columns + x0;
            for (let x = 0; x < roi; x++, i++, to++) {
              const weight = weights[i] ?? 0;
              totals[to] = (totals[to] ?? 0) + weight;
              for (let c = 0; c < classes; c++) {
                const at = c * slices * plane + to;
                sums[at] = (sums[at] ?? 0) + weight * (scores[c * roi ** 3 + i] ?? 0);
              }
            }
          }
        }
      }
    }
  }
  const labels = new Uint8Array(slices * plane);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if ((sums[c * labels.length + i] ?? 0) > (sums[best * labels.length + i] ?? 0)) best = c;
    labels[i] = best;
  }
  const result = new Uint8Array(before * plane);
  for (let z = 0; z < before; z++) {
    const nearest = Math.min(Math.round(z * volume.sliceMm), slices - 1);
    result.set(labels.subarray(nearest * plane, (nearest + 1) * plane), z * plane);
  }
  return result;
}

/** Linear between slices, to 1 mm. */
function resampled({ shape: [before, rows, columns], sliceMm, data }: PlainVolume, slices: number): Float32Array {
  const plane = rows * columns;
  const image = new Float32Array(slices * plane);
  for (let z = 0; z < slices; z++) {
    const place = Math.min(z / sliceMm, before - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, before - 1);
    const part = place - low;
    for (let i = 0; i < plane; i++) {
      image[z * plane + i] = (data[low * plane + i] ?? 0) * (1 - part) + (data[high * plane + i] ?? 0) * part;
    }
  }
  return image;
}

function normalised(image: Float32Array): Float32Array {
  let sum = 0;
  for (const value of image) sum += value;
  const mean = sum / image.length;
  let squares = 0;
  for (const value of image) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / image.length);
  return image.map((value) => (value - mean) / deviation);
}

/** σ an eighth of the window, never below a thousandth. */
function gaussian(roi: number): Float32Array {
  const line = Array.from({ length: roi }, (_, i) => Math.exp((i - (roi - 1) / 2) ** 2 / (-2 * (roi / 8) ** 2)));
  const weights = new Float32Array(roi ** 3);
  let i = 0;
  for (const z of line) for (const y of line) for (const x of line) weights[i++] = Math.max(z * y * x, 1e-3);
  return weights;
}

function starts(length: number, roi: number, overlap: number): readonly number[] {
  const step = Math.trunc(roi * (1 - overlap));
  const count = Math.ceil(Math.max(0, length - roi) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * step, length - roi));
}
