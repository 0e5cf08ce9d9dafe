import type { Inferer } from './inferer';
import { simple } from './simple';
import { slidingWindow } from './sliding-window';

/** By the name that `infer` gives in `kwargs.inferer`. */
export const INFERERS = { Simple: simple, SlidingWindow: slidingWindow } as const satisfies Record<string, Inferer>;
export type InfererId = keyof typeof INFERERS;

export function findInferer(name: string): Inferer | undefined {
  return Object.hasOwn(INFERERS, name) ? INFERERS[name as InfererId] : undefined;
}
