import { AppError } from '../../errors';
import type { LabelData } from './lattice';

/** Lengths of alternating runs in raster order, zeros first (0 where the first sample is set). */
export function encodeRuns(mask: LabelData): number[] {
  const runs: number[] = [];
  let set = false;
  let length = 0;
  for (const value of mask) {
    if ((value !== 0) === set) length++;
    else {
      runs.push(length);
      set = !set;
      length = 1;
    }
  }
  if (length > 0) runs.push(length);
  return runs;
}

/** @throws AppError `truncated` where the runs do not fill the mask exactly */
export function decodeRuns(runs: readonly number[], length: number): Uint8Array {
  const mask = new Uint8Array(length);
  let at = 0;
  for (const [i, run] of runs.entries()) {
    if (i % 2 === 1) mask.fill(1, at, at + run);
    at += run;
  }
  if (at !== length) throw new AppError('truncated', `runs cover ${String(at)} of ${String(length)} samples`);
  return mask;
}
