import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../app/app';
import type { ErrorCode } from '../../domain/errors';
import type { LocalizedText } from '../../domain/model-package';
import { en } from './en';
import { errorsEn } from './errors.en';
import { errorsFr, type ErrorWords } from './errors.fr';
import { fr, type MessageKey, type Messages } from './fr';
import { frenchSpacing } from './typography';

export type MessageValues = Readonly<Record<string, string | number>>;

/** Gives the words of a key in the language of the screen. Values are inserted as text, never as markup. */
export interface Translate {
  (key: MessageKey, values?: MessageValues): string;
  readonly language: Language;
  readonly locale: string;
  error(code: ErrorCode): ErrorWords;
  /** A text that a model package gives in both languages. */
  local(text: LocalizedText): string;
}

export const MESSAGES: Readonly<Record<Language, Messages>> = { fr, en };
export const ERRORS: Readonly<Record<Language, Readonly<Record<ErrorCode, ErrorWords>>>> = { fr: errorsFr, en: errorsEn };
const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

export function createTranslate(language: Language): Translate {
  const compiled = new Map<MessageKey, IntlMessageFormat>();
  const locale = LOCALES[language];
  const spaced = language === 'fr' ? frenchSpacing : (text: string): string => text;

  const translate = (key: MessageKey, values: MessageValues = {}): string => {
    let message = compiled.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(spaced(MESSAGES[language][key]), locale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return String(message.format(values));
  };

  return Object.assign(translate, {
    language,
    locale,
    error: (code: ErrorCode): ErrorWords => {
      const { title, advice } = ERRORS[language][code];
      return { title: spaced(title), advice: spaced(advice) };
    },
    local: (text: LocalizedText): string => spaced(text[language]),
  });
}
