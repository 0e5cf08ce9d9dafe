import { boxDecode } from './box-decode';
import { landmarks } from './landmarks';
import { mergeTiles } from './merge-tiles';
import { nms } from './nms';
import { peaks } from './peaks';
import { probNms } from './prob-nms';

/** From a detection head to boxes and points. */
export const DETECTION_STEPS = {
  'BoxDecode@1': boxDecode,
  'Landmarks@1': landmarks,
  'MergeTiles@1': mergeTiles,
  'NMS@1': nms,
  'Peaks@1': peaks,
  'ProbNMS@1': probNms,
} as const;
