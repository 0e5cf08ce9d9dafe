import type { ConverterId } from './registry';

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
