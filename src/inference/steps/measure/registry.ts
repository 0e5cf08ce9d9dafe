import { aha17 } from './aha17';
import { attentionMap } from './attention-map';
import { compareTimepoints } from './compare-timepoints';
import { countCrossings } from './count-crossings';
import { diameters } from './diameters';
import { gRatio } from './g-ratio';
import { lengthPerMm } from './length-per-mm';
import { measureLabels } from './measure-labels';
import { measureObjects } from './measure-objects';
import { shape } from './shape';
import { summarise } from './summarise';
import { thickness } from './thickness';
import { vesselCalibre } from './vessel-calibre';

/** Numbers about structures and objects. */
export const MEASURE_STEPS = {
  'AHA17@1': aha17,
  'AttentionMap@1': attentionMap,
  'CompareTimepoints@1': compareTimepoints,
  'CountCrossings@1': countCrossings,
  'Diameters@1': diameters,
  'GRatio@1': gRatio,
  'LengthPerMm@1': lengthPerMm,
  'MeasureLabels@1': measureLabels,
  'MeasureObjects@1': measureObjects,
  'Shape@1': shape,
  'Summarise@1': summarise,
  'Thickness@1': thickness,
  'VesselCalibre@1': vesselCalibre,
} as const;
