import { divisiblePad } from './divisible-pad';
import { invertTransforms } from './invert-transforms';
import { resize } from './resize';

/** Changes of the grid, recorded so that they can be taken back. */
export const GEOMETRY_STEPS = {
  'DivisiblePad@1': divisiblePad,
  'InvertTransforms@1': invertTransforms,
  'Resize@1': resize,
} as const;
