import { asDiscrete } from './as-discrete';
import { bin } from './bin';
import { calibrate } from './calibrate';
import { ensemble } from './ensemble';
import { sigmoid } from './sigmoid';
import { softmax } from './softmax';
import { topK } from './top-k';
import { uncertainty } from './uncertainty';

/** From logits to probabilities and decisions. */
export const ACTIVATION_STEPS = {
  'AsDiscrete@1': asDiscrete,
  'Bin@1': bin,
  'Calibrate@1': calibrate,
  'Ensemble@1': ensemble,
  'TopK@1': topK,
  'Uncertainty@1': uncertainty,
  'sigmoid@1': sigmoid,
  'softmax@1': softmax,
} as const;
