import type { DraftStep } from '../conversion';
import { notMapped, type Unmapped } from './not-mapped';
import { isRecord, numbers, text } from './source-files';

/** Pillow's filters by their numbers. */
const RESAMPLE = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'] as const;

/** What is carried over below. */
const CARRIED = new Set([
  ...['do_resize', 'size', 'resample', 'crop_pct', 'do_center_crop', 'crop_size', 'do_convert_rgb'],
  ...['do_rescale', 'rescale_factor', 'rescale_offset', 'do_normalize', 'image_mean', 'image_std'],
]);
/** Names and the form of tensors in its own library: no pixel depends on them. */
const OF_THE_LIBRARY = new Set([
  ...['image_processor_type', 'feature_extractor_type', 'processor_class', '_valid_processor_keys', 'model_input_names'],
  ...['data_format', 'input_data_format', 'return_tensors', 'device', 'disable_grouping', 'default_to_square'],
]);

/** From here on ConvNeXT resizes to a square and crops nothing. */
const CONVNEXT_WHOLE = 384;
const TRAINED_CROP = 224 / 256;

/**
 * The steps of a Hugging Face image processor (`preprocessor_config.json`), from `rgb` to `fed`: resize, crop, rescale,
 * normalise. Whatever else it states is listed.
 */
export function processorSteps(processor: Readonly<Record<string, unknown>>, unmapped: Unmapped[]): DraftStep[] {
  const steps: DraftStep[] = [];
  let current = 'rgb';
  const add = (step: string, out: string, kwargs: Record<string, unknown>): void => {
    steps.push({ step, in: current, out, kwargs });
    current = out;
  };
  const mode = RESAMPLE[typeof processor['resample'] === 'number' ? processor['resample'] : 2] ?? 'bilinear';
  const resize = (spatial_size: number | readonly number[], size_mode: 'all' | 'shortest'): void => {
    add('Resize', 'resized', { spatial_size, size_mode, mode, anti_aliasing: true });
  };
  const crop = (roi_size: readonly unknown[]): void => {
    add('CenterSpatialCrop', 'cropped', { roi_size });
  };
  const { enlarge, convnext } = enlargement(processor);
  const { shortest, sides } = sizeOf(processor['size'], enlarge !== null);
  if (processor['do_resize'] === true) {
    if (shortest === null && sides === null) unmapped.push(notMapped('size', 'size-unclear'));
    else if (shortest !== null && convnext && shortest >= CONVNEXT_WHOLE) resize([shortest, shortest], 'all');
    else if (shortest !== null) resize(enlarge === null ? shortest : Math.trunc(shortest / enlarge), 'shortest');
    else if (sides !== null) resize(sides, 'all');
    if (enlarge !== null && shortest === null) unmapped.push(notMapped('crop_pct', 'no-step', 'crop_pct'));
    if (convnext && shortest !== null && shortest < CONVNEXT_WHOLE) crop([shortest, shortest]);
  }
  if (processor['do_center_crop'] === true) {
    const size = processor['crop_size'];
    const box = isRecord(size) ? [size['height'], size['width']] : [size, size];
    if (box.every((side) => typeof side === 'number')) crop(box);
    else unmapped.push(notMapped('crop_size', 'crop-unclear'));
  }
  const factor = processor['rescale_factor'];
  const gain = typeof factor === 'number' ? factor : 1 / 255;
  if (processor['do_rescale'] !== false)
    add('scale_linear', 'scaled', { gain, ...rescaleOffset(processor['rescale_offset'], gain, unmapped) });
  else add('ensure_dtype', 'scaled', { dtype: 'float32' });
  const [mean, std] = [numbers(processor['image_mean']), numbers(processor['image_std'])];
  const normalize = processor['do_normalize'] === true && mean.length === 3 && std.length === 3;
  if (processor['do_normalize'] === true && !normalize) unmapped.push(notMapped('image_mean', 'not-three-numbers'));
  add('fixed_zero_mean_unit_variance', 'fed', normalize ? { mean, std } : { mean: 0, std: 1 });
  for (const [name, value] of Object.entries(processor)) {
    const stated = value !== null && value !== false && !CARRIED.has(name) && !OF_THE_LIBRARY.has(name);
    if (stated) unmapped.push(notMapped(name, 'no-step', name));
  }
  return steps;
}

/**
 * The share of the resized image that is kept: its shortest side becomes `size / share`. PoolFormer crops in a step of its own,
 * ConvNeXT in this one, LeViT states no share and has that of its training.
 */
function enlargement(processor: Readonly<Record<string, unknown>>): { readonly enlarge: number | null; readonly convnext: boolean } {
  const type = text(processor['image_processor_type']) ?? text(processor['feature_extractor_type']) ?? '';
  const stated = processor['crop_pct'];
  // Only ConvNeXT's processor states a share and has no crop of its own to switch off.
  const convnext = type.startsWith('ConvNext') || (type === '' && typeof stated === 'number' && !('do_center_crop' in processor));
  if (typeof stated === 'number' && stated > 0) return { enlarge: stated, convnext };
  return { enlarge: convnext || type.startsWith('Levit') ? TRAINED_CROP : null, convnext };
}

/** @param ofShortest what a plain number means: the shortest side, else both. */
function sizeOf(
  size: unknown,
  ofShortest: boolean,
): { readonly shortest: number | null; readonly sides: readonly [number, number] | null } {
  if (typeof size === 'number') return ofShortest ? { shortest: size, sides: null } : { shortest: null, sides: [size, size] };
  if (!isRecord(size)) return { shortest: null, sides: null };
  const { shortest_edge: shortest, height, width } = size;
  if (typeof shortest === 'number') return { shortest, sides: null };
  return { shortest: null, sides: typeof height === 'number' && typeof width === 'number' ? [height, width] : null };
}

/** About zero instead of from it. Its library has done that in two ways, which agree where 255 becomes 1. */
function rescaleOffset(stated: unknown, gain: number, unmapped: Unmapped[]): { readonly offset?: number } {
  if (stated !== true) return {};
  if (Math.abs(gain * 127.5 - 1) < 1e-6) return { offset: -1 };
  unmapped.push(notMapped('rescale_offset', 'no-step', 'rescale_offset'));
  return {};
}
