import { linkCodes } from './link-codes';
import { normalizeText } from './normalize-text';
import { parseDates } from './parse-dates';
import { sequenceClassify } from './sequence-classify';
import { splitSentences } from './split-sentences';
import { termEvidence } from './term-evidence';
import { tfIdf } from './tf-idf';
import { timeline } from './timeline';
import { tokenClassify } from './token-classify';
import { tokenize } from './tokenize';

/** Free text. */
export const TEXT_STEPS = {
  'LinkCodes@1': linkCodes,
  'NormalizeText@1': normalizeText,
  'ParseDates@1': parseDates,
  'SequenceClassify@1': sequenceClassify,
  'SplitSentences@1': splitSentences,
  'TermEvidence@1': termEvidence,
  'TfIdf@1': tfIdf,
  'Timeline@1': timeline,
  'TokenClassify@1': tokenClassify,
  'Tokenize@1': tokenize,
} as const;
