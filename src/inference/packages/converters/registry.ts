import { fromBioimageio } from './bioimageio';
import type { Converter } from './conversion';
import { fromHuggingFace } from './hugging-face';
import { fromMonaiBundle } from './monai';
import { fromNnunet } from './nnunet';
import { fromOnnx } from './onnx';
import { fromUltralytics } from './ultralytics';
import { fromWsinfer } from './wsinfer';

/** By the name that `model -- convert` takes. */
export const CONVERTERS = {
  bioimageio: fromBioimageio,
  monai: fromMonaiBundle,
  nnunet: fromNnunet,
  wsinfer: fromWsinfer,
  huggingface: fromHuggingFace,
  ultralytics: fromUltralytics,
  onnx: fromOnnx,
} as const satisfies Record<string, Converter>;

export type ConverterId = keyof typeof CONVERTERS;

export function isConverter(name: string): name is ConverterId {
  return Object.hasOwn(CONVERTERS, name);
}
