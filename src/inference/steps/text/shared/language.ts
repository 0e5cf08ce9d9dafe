import { z } from 'zod';
import { detectLanguage } from '../../../../domain/kernels/text/detect-language';

/** `auto`: as the text reads; French where it cannot be told. */
export const languageArgument = z.enum(['fr', 'en', 'auto']).default('auto');

export function languageOf(text: string, given: z.infer<typeof languageArgument>): 'fr' | 'en' {
  if (given !== 'auto') return given;
  return detectLanguage(text) === 'en' ? 'en' : 'fr';
}
