import type { DraftStep } from '../conversion';
import { conversionFailed } from './draft-network';
import { notMapped, type Unmapped } from './not-mapped';
import type { OnnxTask } from './onnx-task';

/** How values of a volume become what a network was trained on. */
export const VOLUME_INTENSITIES = ['zscore', 'range', 'hounsfield', 'stored'] as const;
export type VolumeIntensity = (typeof VOLUME_INTENSITIES)[number];

/** What a person says of the images; what is left out is guessed and said so. */
export interface ImageAnswers {
  /** Rows and columns, for volumes slices before them; null: as they are. */
  readonly size?: readonly number[] | null;
  /** Of images of planes: taken off samples from 0 to 1, one number or one a channel. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  /** Of volumes. */
  readonly intensity?: VolumeIntensity;
}

/** From the register `image` to `fed`. */
export interface ImageFeed {
  readonly channels: number;
  readonly steps: readonly DraftStep[];
  /** Of the step `infer`. */
  readonly inferer: Readonly<Record<string, unknown>>;
  /** What the network gives lies where the image lies: nothing is to be taken back. */
  readonly inPlace: boolean;
}

/** @throws AppError `conversion-failed` for numbers of channels that no image has. */
export function imageFeed(task: OnnxTask, answers: ImageAnswers, unmapped: Unmapped[]): ImageFeed {
  const size = answers.size === undefined ? task.size : answers.size;
  return task.dims === 3 ? volumeFeed(task, size, answers, unmapped) : planeFeed(task, size, answers, unmapped);
}

const INTENSITY_STEPS: Readonly<Record<VolumeIntensity, Pick<DraftStep, 'step' | 'kwargs'>>> = {
  zscore: { step: 'zero_mean_unit_variance' },
  range: { step: 'ScaleIntensity' },
  hounsfield: { step: 'ScaleIntensityRange', kwargs: { a_min: -1000, a_max: 1000, b_min: 0, b_max: 1, clip: true } },
  stored: { step: 'ensure_dtype', kwargs: { dtype: 'float32' } },
};

function volumeFeed(task: OnnxTask, size: readonly number[] | null, answers: ImageAnswers, unmapped: Unmapped[]): ImageFeed {
  const channels = task.channels ?? 1;
  if (channels !== 1) throw conversionFailed(`the network takes ${String(channels)} volumes at once: write the manifest by hand`);
  unmapped.push(notMapped('orientation', 'guessed-axes'));
  if (answers.intensity === undefined) unmapped.push(notMapped('preprocessing', 'guessed-volume-values'));
  const steps: DraftStep[] = [{ step: 'ModalityLUT', in: 'image', out: 'values' }];
  let current = 'values';
  const windows = size !== null && task.task === 'segmentation';
  if (windows) unmapped.push(notMapped('inferer', 'guessed-windows', size.join(' × ')));
  else if (size !== null) {
    unmapped.push(notMapped('size', 'guessed-resize', size.join(' × ')));
    steps.push({ step: 'Resize', in: current, out: 'resized', kwargs: { spatial_size: size, mode: 'trilinear' } });
    current = 'resized';
  }
  steps.push({ ...INTENSITY_STEPS[answers.intensity ?? 'zscore'], in: current, out: 'fed' });
  return { channels, steps, inferer: windows ? { inferer: 'SlidingWindow', roi_size: size } : { inferer: 'Simple' }, inPlace: windows };
}

function planeFeed(task: OnnxTask, size: readonly number[] | null, answers: ImageAnswers, unmapped: Unmapped[]): ImageFeed {
  const channels = task.channels ?? 3;
  if (channels !== 1 && channels !== 3)
    throw conversionFailed(`the network takes ${String(channels)} channels: write the manifest by hand`);
  const steps: DraftStep[] = [{ step: channels === 3 ? 'PhotometricRGB' : 'Grayscale', in: 'image', out: 'decoded' }];
  let current = 'decoded';
  if (size !== null) {
    const kwargs = { spatial_size: size, size_mode: 'all', mode: 'bilinear', anti_aliasing: true };
    steps.push({ step: 'Resize', in: current, out: 'resized', kwargs });
    current = 'resized';
  }
  const { mean, std } = answers;
  if (mean === undefined || std === undefined) unmapped.push(notMapped('preprocessing', 'guessed-image-values'));
  steps.push({ step: 'scale_linear', in: current, out: 'scaled', kwargs: { gain: 1 / 255 } });
  const each = (list: readonly number[]): number | readonly number[] => (list.length === 1 ? (list[0] ?? 0) : list);
  steps.push({
    step: 'fixed_zero_mean_unit_variance',
    in: 'scaled',
    out: 'fed',
    kwargs: { mean: each(mean ?? [0]), std: each(std ?? [1]) },
  });
  return { channels, steps, inferer: { inferer: 'Simple' }, inPlace: false };
}
