import { centerSpatialCrop } from './center-spatial-crop';
import { concatItems } from './concat-items';
import { cropForeground } from './crop-foreground';
import { divisiblePad } from './divisible-pad';
import { flip } from './flip';
import { invertTransforms } from './invert-transforms';
import { orientation } from './orientation';
import { resampleToMatch } from './resample-to-match';
import { resize } from './resize';
import { selectChannels } from './select-channels';
import { spacing } from './spacing';
import { spatialCrop } from './spatial-crop';
import { spatialPad } from './spatial-pad';
import { squeezeDim } from './squeeze-dim';
import { transpose } from './transpose';
import { unsqueezeDim } from './unsqueeze-dim';

/** Changes of the grid, recorded so that they can be taken back. */
export const GEOMETRY_STEPS = {
  'CenterSpatialCrop@1': centerSpatialCrop,
  'ConcatItems@1': concatItems,
  'CropForeground@1': cropForeground,
  'DivisiblePad@1': divisiblePad,
  'Flip@1': flip,
  'InvertTransforms@1': invertTransforms,
  'Orientation@1': orientation,
  'ResampleToMatch@1': resampleToMatch,
  'Resize@1': resize,
  'SelectChannels@1': selectChannels,
  'Spacing@1': spacing,
  'SpatialCrop@1': spatialCrop,
  'SpatialPad@1': spatialPad,
  'SqueezeDim@1': squeezeDim,
  'Transpose@1': transpose,
  'UnsqueezeDim@1': unsqueezeDim,
} as const;
