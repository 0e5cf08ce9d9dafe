import { bag } from './bag';
import { crops } from './crops';
import type { Inferer } from './inferer';
import { prompt } from './prompt';
import { simple } from './simple';
import { slice } from './slice';
import { slidingWindow } from './sliding-window';
import { stream } from './stream';
import { wsiGrid } from './wsi-grid';

/** By the name that `infer` gives in `kwargs.inferer`. */
export const INFERERS = {
  Bag: bag,
  Crops: crops,
  Prompt: prompt,
  Simple: simple,
  Slice: slice,
  SlidingWindow: slidingWindow,
  Stream: stream,
  WSIGrid: wsiGrid,
} as const satisfies Record<string, Inferer>;
export type InfererId = keyof typeof INFERERS;

export function findInferer(name: string): Inferer | undefined {
  return Object.hasOwn(INFERERS, name) ? INFERERS[name as InfererId] : undefined;
}
