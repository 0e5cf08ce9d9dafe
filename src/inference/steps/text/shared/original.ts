import type { TextValue } from '../../register';

/** The text as it was given, whatever has been made of it since. */
export function originalText(value: TextValue): string {
  return value.origin?.text ?? value.text;
}

/** `[start, end)` of the rewritten text in the original. */
export function toOriginal({ origin }: TextValue, start: number, end: number): { readonly start: number; readonly end: number } {
  if (origin === undefined) return { start, end };
  const from = origin.starts[start] ?? origin.text.length;
  return { start: from, end: end > start ? (origin.ends[end - 1] ?? from) : from };
}
