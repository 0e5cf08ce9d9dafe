import { contours } from './contours';
import { distanceTransform } from './distance-transform';
import { fillHoles } from './fill-holes';
import { keepLargestConnectedComponent } from './keep-largest-connected-component';
import { labelFilter } from './label-filter';
import { mergeLabels } from './merge-labels';
import { morphology } from './morphology';
import { regionsToLabels } from './regions-to-labels';
import { removeSmallObjects } from './remove-small-objects';
import { skeletonize } from './skeletonize';

/** Label maps made and cleaned. */
export const MASK_STEPS = {
  'Contours@1': contours,
  'DistanceTransform@1': distanceTransform,
  'FillHoles@1': fillHoles,
  'KeepLargestConnectedComponent@1': keepLargestConnectedComponent,
  'LabelFilter@1': labelFilter,
  'MergeLabels@1': mergeLabels,
  'Morphology@1': morphology,
  'RegionsToLabels@1': regionsToLabels,
  'RemoveSmallObjects@1': removeSmallObjects,
  'Skeletonize@1': skeletonize,
} as const;
