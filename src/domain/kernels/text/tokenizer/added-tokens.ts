import { sliceAligned, type AlignedText } from './aligned-text';
import type { AddedToken } from './tokenizer-config';

/** A part of the text: an added token, or text still to be split. */
export type TextPart =
  { readonly kind: 'token'; readonly id: number; readonly text: AlignedText } | { readonly kind: 'text'; readonly text: AlignedText };

export type AddedTokenFinder = (source: AlignedText) => readonly TextPart[];

/** Finds the tokens that were added to a vocabulary, leftmost and longest first, before anything else splits the text. */
export function addedTokenFinder(tokens: readonly (AddedToken & { readonly search: string })[]): AddedTokenFinder {
  const byText = new Map(tokens.filter(({ search }) => search !== '').map((token) => [token.search, token]));
  if (byText.size === 0) return (source) => [{ kind: 'text', text: source }];
  const alternatives = [...byText.keys()].sort((a, b) => b.length - a.length).map((text) => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&'));
  const pattern = new RegExp(alternatives.join('|'), 'gu');
  return (source) => {
    const parts: TextPart[] = [];
    let at = 0;
    for (const { 0: found, index } of source.text.matchAll(pattern)) {
      const token = byText.get(found);
      if (token === undefined || index < at || (token.single_word && !standsAlone(source.text, index, index + found.length))) continue;
      let from = index;
      let to = index + found.length;
      if (token.lstrip) from = at + source.text.slice(at, from).trimEnd().length;
      if (token.rstrip) to += source.text.length - to - source.text.slice(to).trimStart().length;
      if (from > at) parts.push({ kind: 'text', text: sliceAligned(source, at, from) });
      parts.push({ kind: 'token', id: token.id, text: sliceAligned(source, from, to) });
      at = to;
    }
    if (at < source.text.length) parts.push({ kind: 'text', text: sliceAligned(source, at, source.text.length) });
    return parts;
  };
}

function standsAlone(text: string, from: number, to: number): boolean {
  return !/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]$/u.test(text.slice(0, from)) && !/^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]/u.test(text.slice(to));
}
