import { AppError } from '../../domain/errors';

/** Number of a text header. @throws AppError `image-malformed`. */
export function headerNumber(text: string, name: string): number {
  const trimmed = text.trim();
  if (/^[+-]?nan$/iu.test(trimmed)) return NaN;
  const value = Number(trimmed);
  if (trimmed === '' || Number.isNaN(value)) throw new AppError('image-malformed', `${name} is no number`);
  return value;
}

/** Numbers of a text header, separated by spaces or commas. @throws AppError `image-malformed`. */
export function headerNumbers(text: string, name: string): readonly number[] {
  return text
    .split(/[\s,]+/u)
    .filter((part) => part !== '')
    .map((part) => headerNumber(part, name));
}

/** Bytes as text, one character a byte: offsets in the text are offsets in the file. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/**
 * The file a header names, without its folder: a header may point beside itself and nowhere else.
 * @throws AppError `volume-variant-unsupported` for lists and patterns of files.
 */
export function detachedName(name: string): string {
  if (/^LIST\b/u.test(name) || /%\d*d/u.test(name)) throw new AppError('volume-variant-unsupported', 'voxels spread over several files');
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}
