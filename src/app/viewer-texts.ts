import type { Language } from '../domain/settings';
import type { ViewerTexts } from '../viewer/viewer';

/** The few words drawn over images; a missing language does not compile. */
export const VIEWER_TEXTS: Readonly<Record<Language, ViewerTexts>> = {
  fr: {
    ai: 'IA',
    calibration: {
      patient: 'patient',
      detector: 'capteur',
      magnified: 'agrandi',
      'ultrasound-region': 'région échographique',
      scanner: 'numérisation',
      nominal: 'nominal',
      manual: 'règle',
    },
    mean: 'moy',
    standardDeviation: 'é.-t.',
    minimum: 'min',
    maximum: 'max',
    pixels: 'px',
    handle: 'Poignée',
    locale: 'fr-FR',
  },
  en: {
    ai: 'AI',
    calibration: {
      patient: 'patient',
      detector: 'detector',
      magnified: 'magnified',
      'ultrasound-region': 'ultrasound region',
      scanner: 'scan',
      nominal: 'nominal',
      manual: 'ruler',
    },
    mean: 'mean',
    standardDeviation: 'SD',
    minimum: 'min',
    maximum: 'max',
    pixels: 'px',
    handle: 'Handle',
    locale: 'en-GB',
  },
};
