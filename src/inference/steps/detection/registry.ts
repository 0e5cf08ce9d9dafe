import { boxDecode } from './box-decode';
import { nms } from './nms';

/** From a detection head to boxes. */
export const DETECTION_STEPS = { 'BoxDecode@1': boxDecode, 'NMS@1': nms } as const;
