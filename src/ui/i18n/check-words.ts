import type { CheckMeasure, CheckQuantity, CheckUnit, MeasuredChoice, MeasuredRange } from '../../domain/check-measure';
import { ATTRIBUTE_NAMES, isSeriesAttribute, type SeriesAttribute } from '../../domain/series-attribute';
import type { SeriesKind } from '../../domain/study';
import type { CodeWords } from './codes';
import type { Format } from './format';
import type { Translate } from './translate';

type Measured = CheckQuantity | SeriesAttribute | MeasuredChoice['quality'];

const measuredWords: CodeWords<Exclude<Measured, SeriesAttribute>> = {
  fr: {
    agreement: 'accord entre les calculs',
    contrast: 'contraste',
    coverage: 'part de l’image',
    'distance-of-intensities': 'écart des intensités à celles de l’entraînement',
    'distance-of-the-mean-intensity': 'écart de l’intensité moyenne à celle de l’entraînement',
    'distance-to-the-training-data': 'écart aux données d’entraînement',
    frames: 'nombre d’images',
    'mean-uncertainty': 'incertitude moyenne',
    resolution: 'résolution',
    sharpness: 'netteté',
    'spacing-along-x': 'espacement en x',
    'spacing-along-y': 'espacement en y',
    'spacing-along-z': 'espacement des coupes',
    tissue: 'tissu',
    volume: 'volume',
    axes: 'axes',
    language: 'langue',
  },
  en: {
    agreement: 'agreement between runs',
    contrast: 'contrast',
    coverage: 'part of the image',
    'distance-of-intensities': 'distance of the intensities to those of the training',
    'distance-of-the-mean-intensity': 'distance of the mean intensity to that of the training',
    'distance-to-the-training-data': 'distance to the training data',
    frames: 'number of images',
    'mean-uncertainty': 'mean uncertainty',
    resolution: 'resolution',
    sharpness: 'sharpness',
    'spacing-along-x': 'spacing along x',
    'spacing-along-y': 'spacing along y',
    'spacing-along-z': 'slice spacing',
    tissue: 'tissue',
    volume: 'volume',
    axes: 'axes',
    language: 'language',
  },
};

const unitWords: CodeWords<Exclude<CheckUnit, '' | '%'>> = {
  fr: { mm: 'mm', 'mm²': 'mm²', mL: 'ml', 'µm/px': 'µm/pixel', SD: 'écarts types' },
  en: { mm: 'mm', 'mm²': 'mm²', mL: 'ml', 'µm/px': 'µm/pixel', SD: 'standard deviations' },
};

/** Attributes in millimetres: DICOM states them without a unit. */
const ATTRIBUTE_UNITS: Partial<Record<Measured, CheckUnit>> = { SliceThickness: 'mm' };

/** Values of the closed sets; those of free attributes (`CHEST`) come as they stand in the header. */
const valueWords: CodeWords<SeriesKind | 'axial' | 'coronal' | 'sagittal' | 'fr' | 'en'> = {
  fr: {
    volume: 'volume',
    slide: 'lame',
    photo: 'photo',
    cine: 'ciné',
    document: 'document',
    table: 'tableau',
    text: 'texte',
    axial: 'axial',
    coronal: 'coronal',
    sagittal: 'sagittal',
    fr: 'français',
    en: 'anglais',
  },
  en: {
    volume: 'volume',
    slide: 'slide',
    photo: 'photo',
    cine: 'cine',
    document: 'document',
    table: 'table',
    text: 'text',
    axial: 'axial',
    coronal: 'coronal',
    sagittal: 'sagittal',
    fr: 'French',
    en: 'English',
  },
};

const WORDED = new Set<Measured>(['Kind', 'Plane', 'language']);
const NO_BREAK = '\u00a0';

/** What a rule of the gate measured and what it expected, in the language of the screen. */
export function measureText(measure: CheckMeasure, t: Translate, format: Format): string {
  switch (measure.kind) {
    case 'range':
      return rangeText(measure, t, format);
    case 'choice': {
      const what = measuredName(measure.quality, t);
      const expected = either(
        measure.expected.map((value) => valueText(value, measure.quality, t, format)),
        t,
      );
      if (measure.value === undefined) return t('check.hidden', { what, expected });
      const value = measure.value === null ? t('check.absent') : valueText(measure.value, measure.quality, t, format);
      return t('check.measured', { what, value, expected });
    }
    case 'columns': {
      const { missing, expected } = measure;
      if (missing.length === 0) return t('check.columns', { columns: expected.join(', ') });
      return t('check.missing', { count: missing.length, columns: missing.join(', ') });
    }
    case 'unstated':
      return t('check.unstated', { what: measuredName(measure.quantity, t) });
  }
}

function measuredName(measured: Measured, t: Translate): string {
  return isSeriesAttribute(measured) ? t.local(ATTRIBUTE_NAMES[measured]) : measuredWords[t.language][measured];
}

function rangeText({ quantity, value, unit, min, max }: MeasuredRange, t: Translate, format: Format): string {
  const what = measuredName(quantity, t);
  const inUnit = (number: number, shown = true): string => amount(number, shown ? (ATTRIBUTE_UNITS[quantity] ?? unit) : '', t, format);
  const measured = Number.isFinite(value) ? inUnit(value) : t('check.notANumber');
  if (min === undefined && max === undefined) return t('check.bare', { what, value: measured });
  const expected =
    min === undefined
      ? t('check.atMost', { value: inUnit(max ?? Infinity) })
      : max === undefined
        ? t('check.atLeast', { value: inUnit(min) })
        : t('check.between', { low: inUnit(min, false), high: inUnit(max) });
  return t('check.measured', { what, value: measured, expected });
}

/** Four digits, and the unit as the language writes it. */
function amount(value: number, unit: CheckUnit, t: Translate, format: Format): string {
  const digits = Math.min(20, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
  if (unit === '%') return format.percent(value / 100, digits);
  const number = format.number(value, digits);
  return unit === '' ? number : `${number}${NO_BREAK}${unitWords[t.language][unit]}`;
}

function valueText(value: string | number, quality: Measured, t: Translate, format: Format): string {
  if (typeof value === 'number') return format.number(value, 6);
  const words: Readonly<Record<string, string>> = valueWords[t.language];
  return WORDED.has(quality) ? (words[value] ?? value) : value;
}

function either(words: readonly string[], t: Translate): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : t('check.or', { before: words.slice(0, -1).join(', '), last });
}
