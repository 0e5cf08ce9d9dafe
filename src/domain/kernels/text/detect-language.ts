export type DetectedLanguage = 'fr' | 'en' | 'unknown';

const FRENCH = words(
  `le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs il elle on nous vous ils elles je qui que qu dont où et ou mais donc or ni car
  est sont était étaient a ont avait avaient été être avoir fait pas ne n plus avec sans pour par dans sur sous entre chez depuis après avant lors vers
  très bien peu même aussi encore jour jours ans mois semaines patient patiente antécédents absence présence hospitalisé examen traitement douleur`,
);
const ENGLISH = words(
  `the a an of to in and or but nor for with without from by on at as into is are was were be been being has have had having do does did not no this that
  these those he she it they we you his her its their who which what when where while after before since during through under over between there here
  very i me my mine our us him them so if can could would should will just yes okay hi hello how tell know think like get got going well right good up down
  out off about one two ll re ve don didn isn
  also only more most any all some such day days years months weeks patient history presented showed revealed noted denies pain treatment`,
);

/** Spanish, Portuguese, Italian, German and Dutch share words with both: theirs speak against either. */
const OTHER = words(
  `el los las por para con una del y es está pero como más muy sin sobre der die das und ist nicht mit ein eine einen von zu den dem im seit auch
  bei aus wird il di che non sono della per gli una nel een het van niet voor met os da em não uma com dos ao o e`,
);

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
  let other = 0;
  for (const token of tokens) {
    const known = [FRENCH, ENGLISH, OTHER].map((list) => list.has(token));
    if (known[0] === true) french += WORD_WEIGHT;
    if (known[1] === true) english += WORD_WEIGHT;
    if (known[2] === true) other += WORD_WEIGHT;
    if (known.includes(true) || token.length < 4) continue;
    if (FRENCH_SIGNS.test(token)) french++;
    if (ENGLISH_SIGNS.test(token)) english++;
  }
  // Names and numbers alone have an ending here and there.
  const floor = Math.max(2, tokens.length * 0.3);
  if (french >= floor && french > Math.max(english, other) * MARGIN) return 'fr';
  if (english >= floor && english > Math.max(french, other) * MARGIN) return 'en';
  return 'unknown';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/u));
}
