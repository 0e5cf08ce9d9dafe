import { boxDecode } from './box-decode';
import { classifyBoxes } from './classify-boxes';
import { landmarks } from './landmarks';
import { mergeTiles } from './merge-tiles';
import { nms } from './nms';
import { peaks } from './peaks';
import { probNms } from './prob-nms';
import { selectBoxes } from './select-boxes';

/** From a detection head to boxes and points. */
export const DETECTION_STEPS = {
  'BoxDecode@1': boxDecode,
  'ClassifyBoxes@1': classifyBoxes,
  'Landmarks@1': landmarks,
  'MergeTiles@1': mergeTiles,
  'NMS@1': nms,
  'Peaks@1': peaks,
  'ProbNMS@1': probNms,
  'SelectBoxes@1': selectBoxes,
} as const;
