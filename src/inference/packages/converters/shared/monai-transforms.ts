import type { DraftStep } from '../conversion';
import { notMapped, type Unmapped } from './not-mapped';
import { isRecord, numbers, text } from './source-files';

type Fields = Record<string, unknown>;

/** What MONAI does by itself, or what has no bearing on the numbers. */
const IMPLICIT = new Set([
  'LoadImage',
  'EnsureChannelFirst',
  'AddChannel',
  'EnsureType',
  'ToTensor',
  'CastToType',
  'SaveImage',
  'ToDevice',
  'DeleteItems',
  'SelectItems',
]);

/** Arguments that are no concern of ours: keys of the dictionary, devices, metadata. */
const HOUSEKEEPING = new Set([
  '_target_',
  '_disabled_',
  '_desc_',
  'keys',
  'allow_missing_keys',
  'dtype',
  'device',
  'meta_keys',
  'meta_key_postfix',
  'orig_keys',
  'orig_meta_keys',
  'to_tensor',
  'transform',
  'nearest_interp',
  'track_meta',
  'align_corners',
  'labels',
  'allow_smaller',
  'source_key',
  'k_divisible',
]);

interface Mapping {
  readonly step: string;
  /** Arguments taken over under their own names. */
  readonly names?: readonly string[];
  readonly map?: (given: Fields) => Fields | null;
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** MONAI transforms (without the trailing `d`) to steps. */
const MAPPINGS: Readonly<Record<string, Mapping>> = {
  // MONAI's first axis is our slowest: RAS there is columns to S, rows to A, slices to R here.
  Orientation: {
    step: 'Orientation',
    map: ({ axcodes }) => (typeof axcodes === 'string' && axcodes.length === 3 ? { axcodes: [...axcodes].reverse().join('') } : null),
  },
  Spacing: {
    step: 'Spacing',
    map: ({ pixdim, mode, padding_mode: padding }) => {
      const wanted = first(mode) ?? 'bilinear';
      if (numbers(pixdim).length < 2 || (wanted !== 'bilinear' && wanted !== 'nearest')) return null;
      return { pixdim: numbers(pixdim), mode: wanted, ...(padding === 'zeros' ? { padding_mode: 'zeros' } : {}) };
    },
  },
  ScaleIntensityRange: { step: 'ScaleIntensityRange', names: ['a_min', 'a_max', 'b_min', 'b_max', 'clip'] },
  ScaleIntensityRangePercentiles: {
    step: 'ScaleIntensityRangePercentiles',
    names: ['lower', 'upper', 'b_min', 'b_max', 'clip', 'relative', 'channel_wise'],
  },
  ScaleIntensity: { step: 'ScaleIntensity', names: ['minv', 'maxv', 'channel_wise'] },
  NormalizeIntensity: { step: 'NormalizeIntensity', names: ['nonzero', 'channel_wise', 'subtrahend', 'divisor'] },
  Resize: {
    step: 'Resize',
    map: ({ spatial_size: size, size_mode: sizeMode, mode, anti_aliasing: antiAliasing }) => ({
      spatial_size: size,
      ...(sizeMode === undefined ? {} : { size_mode: sizeMode }),
      ...(first(mode) === undefined ? {} : { mode: first(mode) }),
      ...(antiAliasing === undefined ? {} : { anti_aliasing: antiAliasing }),
    }),
  },
  CenterSpatialCrop: { step: 'CenterSpatialCrop', names: ['roi_size'] },
  SpatialPad: { step: 'SpatialPad', names: ['spatial_size', 'method', 'mode', 'value'] },
  DivisiblePad: { step: 'DivisiblePad', names: ['k', 'method', 'mode', 'value'] },
  CropForeground: { step: 'CropForeground', names: ['margin'] },
  GaussianSmooth: { step: 'GaussianSmooth', names: ['sigma'] },
  KeepLargestConnectedComponent: {
    step: 'KeepLargestConnectedComponent',
    names: ['applied_labels', 'independent', 'connectivity', 'num_components'],
  },
  FillHoles: { step: 'FillHoles', names: ['applied_labels', 'connectivity'] },
  Invert: { step: 'InvertTransforms', map: ({ nearest_interp: nearest }) => (first(nearest) === true ? { mode: 'nearest' } : {}) },
  AsDiscrete: {
    step: 'AsDiscrete',
    map: ({ argmax, threshold }) => {
      if (first(argmax) === true) return { argmax: true };
      return typeof first(threshold) === 'number' ? { threshold: first(threshold) } : null;
    },
  },
  HoVerNetInstanceMapPostProcessing: {
    step: 'HoVerNet',
    names: ['sobel_kernel_size', 'marker_threshold', 'marker_radius', 'min_object_size'],
  },
};

/**
 * One transform as a step between two registers; null where it needs none. What is not a literal, or has no step, is
 * listed and left out.
 */
export function monaiStep(entry: unknown, from: string, to: string, place: string, unmapped: Unmapped[]): DraftStep | null {
  if (!isRecord(entry)) {
    unmapped.push(notMapped(place, 'not-a-transform'));
    return null;
  }
  const target = (text(entry['_target_']) ?? '').replace(/^.*\./, '');
  const name = target.endsWith('d') && !Object.hasOwn(MAPPINGS, target) ? target.slice(0, -1) : target;
  if (entry['_disabled_'] === true || IMPLICIT.has(name)) return null;
  if (name === 'Activations') return activation(entry, from, to, place, unmapped);
  const mapping = Object.hasOwn(MAPPINGS, name) ? MAPPINGS[name] : undefined;
  if (mapping === undefined) {
    unmapped.push(notMapped(place, 'no-step', target));
    return null;
  }
  for (const [key, value] of Object.entries(entry)) {
    if (HOUSEKEEPING.has(key) || !isExpression(value)) continue;
    unmapped.push(notMapped(`${place}.${key}`, 'expression'));
    return null;
  }
  const kwargs = mapping.map === undefined ? taken(entry, mapping.names ?? [], place, unmapped) : mapping.map(entry);
  if (kwargs === null) {
    unmapped.push(notMapped(place, 'arguments-unknown', name));
    return null;
  }
  return { step: mapping.step, in: from, out: to, ...(Object.keys(kwargs).length === 0 ? {} : { kwargs }) };
}

function activation(entry: Fields, from: string, to: string, place: string, unmapped: Unmapped[]): DraftStep | null {
  if (first(entry['softmax']) === true) return { step: 'softmax', in: from, out: to, kwargs: { axis: 'channel' } };
  if (first(entry['sigmoid']) === true) return { step: 'sigmoid', in: from, out: to };
  unmapped.push(notMapped(place, 'activation-unknown'));
  return null;
}

function taken(entry: Fields, names: readonly string[], place: string, unmapped: Unmapped[]): Fields {
  const kwargs: Fields = {};
  for (const [key, value] of Object.entries(entry)) {
    if (names.includes(key) && value !== null) kwargs[key] = value;
    else if (!HOUSEKEEPING.has(key) && !names.includes(key)) unmapped.push(notMapped(`${place}.${key}`, 'argument-unknown'));
  }
  return kwargs;
}

/** `$…` is Python, `@…` a reference. */
function isExpression(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isExpression);
  return typeof value === 'string' && /^[$@%]/.test(value);
}
