export type DetectedLanguage = 'fr' | 'en' | 'unknown';

const FRENCH = words(
  `le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs il elle on nous vous ils elles je qui que qu dont où et ou mais donc or ni car
  est sont était étaient a ont avait avaient été être avoir fait pas ne n plus avec sans pour par dans sur sous entre chez depuis après avant lors vers
  très bien peu même aussi encore jour jours ans mois semaines patient patiente antécédents absence présence hospitalisé examen traitement douleur`,
);
const ENGLISH = words(
  `the a an of to in and or but nor for with without from by on at as into is are was were be been being has have had having do does did not no this that
  these those he she it they we you his her its their who which what when where while after before since during through under over between there here
  very also only more most any all some such day days years months weeks patient history presented showed revealed noted denies pain treatment`,
);

/** Words shared by both say nothing. */
const SHARED = new Set([...FRENCH].filter((word) => ENGLISH.has(word)));

/** Endings and letter pairs that tell short texts without function words apart. */
const FRENCH_SIGNS = /[éèêëàâîïôûùçœ]|(?:tion|ment|eur|euse|ique|ité|aire|ale|elle|eux|ée|és)s?$/u;
const ENGLISH_SIGNS = /(?:ing|ed|ly|ness|ity|ical|ous|ight|tion|ary|th|wh|sh|gh|ck)$|^(?:th|wh|kn)|w|k/u;

/** Characters read: a page tells. */
const WINDOW = 8000;
/** A function word outweighs an ending. */
const WORD_WEIGHT = 4;
/** The leader must have this many times the other's evidence. */
const MARGIN = 1.4;

/**
 * French or English, by function words and, where a text has few, by accents and endings; `unknown` without enough
 * evidence either way (codes, numbers, other languages).
 */
export function detectLanguage(text: string): DetectedLanguage {
  const tokens = text
    .slice(0, WINDOW)
    .toLowerCase()
    .match(/\p{L}+/gu);
  if (tokens === null) return 'unknown';
  let french = 0;
  let english = 0;
  for (const token of tokens) {
    if (!SHARED.has(token)) {
      if (FRENCH.has(token)) french += WORD_WEIGHT;
      else if (ENGLISH.has(token)) english += WORD_WEIGHT;
      else if (token.length > 3) {
        if (FRENCH_SIGNS.test(token)) french++;
        if (ENGLISH_SIGNS.test(token)) english++;
      }
    }
  }
  // Other languages share a word here and there, never every eighth.
  const floor = Math.max(2, tokens.length * 0.5);
  if (french >= floor && french > english * MARGIN) return 'fr';
  if (english >= floor && english > french * MARGIN) return 'en';
  return 'unknown';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
