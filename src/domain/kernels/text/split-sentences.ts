/** A stretch of a text, in UTF-16 code units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A point after these does not end a sentence. In lower case, without the point. */
const ABBREVIATIONS = {
  fr: words(
    `m mm mme mmes mlle mlles mr mgr dr drs pr prs me st ste cf ex env art av chap col dép éd fig hab ibid id inf max min n no nos
     obs op p pp par réf resp s sup suiv sq t tab tél temp trad v vol janv févr fév avr juil sept oct nov déc lun mar mer jeu ven sam dim
     atcd ant hab trt ttt prov hosp cons c.-à-d p.ex p. e.g i.e vs approx`,
  ),
  en: words(
    `mr mrs ms dr drs prof rev hon st sr jr vs etc e.g i.e approx dept est fig figs no nos vol pp p ed eds al inc ltd jan feb mar apr jun
     jul aug sep sept oct nov dec mon tue wed thu fri sat sun hx dx rx tx pt pts resp temp max min a.m p.m`,
  ),
} as const;

/** Characters before a point that can tell an abbreviation. */
const LONGEST_WORD = 40;

/** Ends with what may close a sentence: signs, then quotes or brackets. */
const END = /([.!?…]+)((?:\s?»|["”’)\]])*)(\s+|$)/gu;
/** A line that opens an item or a heading. */
const ITEM = /^(?:[-–—•*·▪→]|\d{1,2}[.)]\s|[\p{Lu}\d])/u;

/**
 * Sentences of French or English prose and notes: at `.`, `!`, `?` and `…` before a capital, a digit or a quote, but not
 * after an abbreviation, an initial or a list number; at empty lines; at line ends where the next line opens an item.
 * Blanks around a sentence belong to none.
 */
export function splitSentences(text: string, language: 'fr' | 'en'): readonly Stretch[] {
  const sentences: Stretch[] = [];
  for (const line of blocks(text)) {
    let start = line.start;
    const part = text.slice(line.start, line.end);
    for (const match of part.matchAll(END)) {
      const at = line.start + match.index;
      const end = at + (match[1]?.length ?? 0) + (match[2]?.length ?? 0);
      const after = line.start + match.index + match[0].length;
      const next = text.slice(after, Math.min(line.end, after + 2));
      if (!closes(text.slice(Math.max(start, at - LONGEST_WORD), at), match[1] ?? '', next, language)) continue;
      push(sentences, text, start, end);
      start = end;
    }
    push(sentences, text, start, line.end);
  }
  return sentences;
}

/** Parts that no sentence crosses. */
function blocks(text: string): readonly Stretch[] {
  const parts: Stretch[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(/(?<![^\S\n])[^\S\n]*\n\s*/gu)) {
    const empty = (gap.match(/\n/gu)?.length ?? 0) > 1;
    const before = text.slice(start, index);
    const opens = ITEM.test(text.slice(index + gap.length, index + gap.length + 8));
    // A line that ends in a comma, a hyphen or a small word goes on whatever follows.
    if (!empty && !(opens && !/[,;(-]$|\s(?:de|du|des|et|le|la|les|à|of|the|and|to)$/iu.test(before))) continue;
    parts.push({ start, end: index });
    start = index + gap.length;
  }
  parts.push({ start, end: text.length });
  return parts;
}

function closes(before: string, sign: string, next: string, language: 'fr' | 'en'): boolean {
  if (next === '') return true;
  if (!/^[\p{Lu}\d"«“‘(–—-]/u.test(next)) return sign.includes('!') || sign.includes('?') ? /^\p{Lu}/u.test(next) : false;
  if (sign !== '.') return true;
  const word = /[\p{L}\p{N}.'’/°-]+$/u.exec(before)?.[0] ?? '';
  if (/^\p{Lu}$/u.test(word)) return false;
  // The number of a list, at the start of its line.
  if (/^\d{1,2}$/u.test(word) && before.trim() === word) return false;
  const lower = word.toLowerCase();
  return !ABBREVIATIONS[language].has(lower) && !ABBREVIATIONS[language].has(lower.replace(/^.*['’]/u, ''));
}

function push(sentences: Stretch[], text: string, from: number, to: number): void {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = from + part.trimEnd().length;
  if (end > start) sentences.push({ start, end });
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
