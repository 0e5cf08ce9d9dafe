import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import type { Language } from '../../app/app';
import { createFormat, type Format } from './format';
import { createTranslate, type Translate } from './translate';

interface Words {
  readonly t: Translate;
  readonly format: Format;
}

const LanguageContext = createContext<Words | null>(null);

export function LanguageProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const words = useMemo(() => {
    const t = createTranslate(language);
    return { t, format: createFormat(t) };
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <LanguageContext value={words}>{children}</LanguageContext>;
}

function useWords(): Words {
  const words = useContext(LanguageContext);
  if (words === null) throw new Error('no LanguageProvider above');
  return words;
}

export const useTranslate = (): Translate => useWords().t;
export const useFormat = (): Format => useWords().format;
