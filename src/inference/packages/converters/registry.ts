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

/** The converter for what a person dropped, told by the files alone; null where none of them fits. */
export function guessConverter(paths: readonly string[]): ConverterId | null {
  const has = (ending: RegExp): boolean => paths.some((path) => ending.test(path));
  if (has(/(^|\/)(rdf|bioimageio)\.ya?ml$/)) return 'bioimageio';
  if (has(/(^|\/)inference\.json$/) && has(/(^|\/)metadata\.json$/)) return 'monai';
  if (has(/(^|\/)plans\.json$/)) return 'nnunet';
  if (has(/(^|\/)preprocessor_config\.json$/)) return 'huggingface';
  if (has(/(^|\/)config\.json$/) && has(/\.onnx$/)) return 'wsinfer';
  return has(/\.onnx$/) ? 'onnx' : null;
}
