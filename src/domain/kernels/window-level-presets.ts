import type { VoiLut } from '../pixels';
import type { WindowLevel } from '../view';
import type { ModalityValues } from './window-level-modality';
import { autoWindow } from './window-level-auto';

/** What a preset key asks for. */
export type WindowPreset =
  | { readonly kind: 'auto'; readonly low: number; readonly high: number }
  | { readonly kind: 'file'; /** Index into the frame's VOI LUTs. */ readonly item: number }
  | { readonly kind: 'fixed'; readonly name: PresetName; readonly window: WindowLevel };

/** Names of the fixed presets, translated on screen. */
export const PRESET_NAMES = [
  'brain',
  'abdomen',
  'mediastinum',
  'bone',
  'lung',
  'liver',
  'angiography',
  'suv-5',
  'suv-7',
  'suv-10',
  'suv-15',
  'adc',
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const fixed = (name: PresetName, width: number, center: number): WindowPreset => ({ kind: 'fixed', name, window: { center, width } });
const suv = (name: PresetName, maximum: number): WindowPreset => fixed(name, maximum, maximum / 2);
const auto = (low: number, high: number): WindowPreset => ({ kind: 'auto', low, high });
const fromFile = (item: number): WindowPreset => ({ kind: 'file', item });

const CT: Readonly<Record<number, WindowPreset>> = {
  3: fixed('brain', 80, 40),
  4: fixed('abdomen', 400, 40),
  5: fixed('mediastinum', 400, 80),
  6: fixed('bone', 2000, 350),
  7: fixed('lung', 1500, -600),
  8: fixed('liver', 150, 90),
  9: fixed('angiography', 600, 300),
};
/** Only meaningful in SUV; the lower limit stays at 0 (IHE BIR). */
const PT: Readonly<Record<number, WindowPreset>> = { 1: suv('suv-5', 5), 2: suv('suv-7', 7), 3: suv('suv-10', 10), 4: suv('suv-15', 15) };
const MR: Readonly<Record<number, WindowPreset>> = { 3: auto(0.01, 0.99), 4: auto(0.02, 0.98), 5: fixed('adc', 2000, 1000) };

/**
 * The preset behind a digit: 0 automatic, 1–2 the file's own, 3–9 by modality. Null when the digit has none.
 * @param unit of the modality values: PET presets are refused unless they are SUV
 */
export function windowPreset(digit: number, modality: string, unit: string, voiCount: number): WindowPreset | null {
  if (digit === 0) return modality === 'OPT' ? auto(0.01, 0.995) : auto(0.01, 0.99);
  if (modality === 'PT' && unit.startsWith('SUV')) {
    const preset = PT[digit];
    if (preset !== undefined) return preset;
  }
  if (digit <= 2) return digit <= voiCount ? fromFile(digit - 1) : null;
  if (modality === 'CT') return CT[digit] ?? null;
  if (modality === 'MR') return MR[digit] ?? null;
  return null;
}

export interface DefaultWindowInput {
  readonly values: ModalityValues;
  readonly padding: Uint8Array | null;
  readonly voi: readonly VoiLut[];
  readonly bitsStored: number;
  /** Photos, slides and 8-bit screen images are shown as they are, never stretched. */
  readonly keepRange: boolean;
}

/** Default window of a frame: the file's first VOI item, else the full 8-bit range where kept, else 1–99 %. */
export function defaultWindow(input: DefaultWindowInput): WindowLevel {
  const first = input.voi[0];
  if (first?.kind === 'window') return { center: first.center, width: first.width };
  if (input.keepRange) return { center: 2 ** (input.bitsStored - 1), width: 2 ** input.bitsStored };
  return autoWindow(input.values, input.padding);
}
