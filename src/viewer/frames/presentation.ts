import type { WindowShape } from '../../domain/kernels/window-level';
import { voiTableValue, windowFraction, windowOfTable, windowRange } from '../../domain/kernels/window-level';
import { defaultWindow } from '../../domain/kernels/window-level-presets';
import type { VoiLut } from '../../domain/pixels';
import type { FrameInfo, Series } from '../../domain/study';
import type { WindowLevel } from '../../domain/view';
import type { FrameValues } from './frame-values';

/** Where the window comes from. */
export type WindowMode =
  /** The frame's own VOI LUT of that number; frames without it take their first, else the automatic window. */
  { readonly kind: 'file'; readonly item: number } | { readonly kind: 'fixed'; readonly window: WindowLevel; readonly shape: WindowShape };

/** How a grey frame maps to the screen. */
export interface Presentation {
  readonly window: WindowLevel;
  readonly shape: WindowShape;
  /** Set when a VOI table does the mapping; `window` is then its span. */
  readonly table: Extract<VoiLut, { kind: 'table' }> | null;
}

const SCREEN_KINDS: readonly Series['kind'][] = ['photo', 'slide', 'document', 'cine'];

/** Photos, slides, documents and 8-bit cines are shown as they are. */
export function keepsRange(series: Series, values: FrameValues): boolean {
  return SCREEN_KINDS.includes(series.kind) && values.bitsStored <= 8;
}

export function present(series: Series, frame: FrameInfo, values: FrameValues, mode: WindowMode): Presentation {
  if (mode.kind === 'fixed') return { window: mode.window, shape: mode.shape, table: null };
  const voi = frame.voi[mode.item] ?? frame.voi[0];
  if (voi?.kind === 'table') return { window: windowOfTable(voi), shape: 'LINEAR', table: voi };
  if (voi?.kind === 'window') return { window: { center: voi.center, width: voi.width }, shape: voi.shape, table: null };
  const { values: numbers, padding, bitsStored } = values;
  const window = defaultWindow({ values: numbers, padding, voi: [], bitsStored, keepRange: keepsRange(series, values) });
  return { window, shape: 'LINEAR', table: null };
}

/** 0–1 for one modality value. */
export function presentValue(value: number, presentation: Presentation): number {
  const { table } = presentation;
  if (table !== null) return voiTableValue(value, table) / (2 ** table.bits - 1);
  return windowFraction(value, presentation.window, presentation.shape);
}

/** Range given to the renderer for a window. A width of 1 is a threshold: kept, with a white just above the black. */
export function displayRange(presentation: Presentation): { readonly lower: number; readonly upper: number } {
  const { lower, upper } = windowRange(presentation.window, presentation.shape);
  return upper > lower ? { lower, upper } : { lower, upper: lower + Math.max(Math.abs(lower) * 1e-6, 1e-3) };
}
