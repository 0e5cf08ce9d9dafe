import type { Applicability, LocalizedText } from '../../domain/model-package';
import { documentLanguage, type OpenDocument } from '../../domain/text-document';
import { isOfMaps } from '../../domain/slide-fields/slide-maps';
import { isOfObjects } from '../../domain/slide-fields/slide-objects';
import { isDocumentKind, type Series } from '../../domain/study';
import { runChecks } from '../checks/run-checks';
import type { ModelManifest } from './manifest-schema';
import { ATTRIBUTE_NAMES, seriesAttribute } from '../../domain/series-attribute';
import { slideConcerns } from './slide-applicability';
import { localize } from './summary';

type MatchRule = NonNullable<ModelManifest['sources'][number]['match']>[number];
type Grade = Applicability['verdict'];

const REASONS = {
  document: { fr: 'Ce modèle attend une image, pas un document.', en: 'This model expects an image, not a document.' },
  table: { fr: 'Ce modèle attend un tableau.', en: 'This model expects a table.' },
  text: {
    fr: 'Ce modèle attend un texte, ou un tableau avec une colonne de textes.',
    en: 'This model expects a text, or a table with a column of texts.',
  },
  color: {
    fr: 'Ce modèle attend une image en couleurs ; celle-ci porte des valeurs de gris.',
    en: 'This model expects a colour image; this one holds grey values.',
  },
  greyPhoto: {
    fr: 'Ce modèle a été entraîné sur des images en couleurs ; cette photo est en niveaux de gris.',
    en: 'This model was trained on colour images; this photo is in grey levels.',
  },
  slice: {
    fr: 'Ce modèle lit une image à la fois ; celle-ci est une coupe d’un volume dont l’origine n’est pas connue.',
    en: 'This model reads one image at a time; this one is a slice of a volume of unknown origin.',
  },
  flat: {
    fr: 'Ce modèle attend un volume ; cette image n’a pas de place dans l’espace.',
    en: 'This model expects a volume; this image has no place in space.',
  },
  slide: {
    fr: 'Ce modèle répond d’une image entière et ne dit pas à quelle échelle lire une lame ; sur une lame, seuls répondent les modèles qui trouvent des objets, ceux qui disent cette échelle et ceux faits pour les lames.',
    en: 'This model answers about a whole image and does not say at what scale a slide is to be read; on a slide only models that find objects answer, those that state that scale, and those made for slides.',
  },
  empty: { fr: 'Cette série ne contient aucune image affichable.', en: 'This series has no image that can be shown.' },
} as const satisfies Record<string, LocalizedText>;

/**
 * Whether a model applies to a series, and why not. A rule that blocks gives `no`; what the model was not made for but
 * can be run on gives `warn`. Photos carry no modality of their own: they are judged by their pixels alone.
 * @param document of a series of this kind what it holds: its language is held against the one that the model states.
 */
export function applicability(manifest: ModelManifest, series: Series, document: OpenDocument | null = null): Applicability {
  const reads = documentKinds(manifest);
  if (isDocumentKind(series.kind)) {
    if (reads.length === 0) return { verdict: 'no', reasons: [REASONS.document] };
    if (!reads.includes(series.kind)) return { verdict: 'no', reasons: [REASONS[reads.includes('table') ? 'table' : 'text']] };
    const reasons = document === null ? [] : otherLanguage(manifest, document);
    return { verdict: reasons.length === 0 ? 'yes' : 'warn', reasons };
  }
  if (reads.length > 0) return { verdict: 'no', reasons: [REASONS[reads.includes('text') ? 'text' : 'table']] };
  const instance = series.instances[0];
  if (instance === undefined || series.frames.length === 0) return { verdict: 'no', reasons: [REASONS.empty] };
  if (series.kind === 'document') return { verdict: 'no', reasons: [REASONS.document] };
  const kind = manifest.sources[0]?.kind;
  if (kind === 'volume' && series.frames[0]?.geometry === null) return { verdict: 'no', reasons: [REASONS.flat] };
  if (series.kind === 'slide' && !readsSlides(manifest)) return { verdict: 'no', reasons: [REASONS.slide] };
  const found: { readonly grade: Grade; readonly reason: LocalizedText }[] = [];
  const withoutMetadata = series.uid === null;
  if (!withoutMetadata) {
    for (const rule of manifest.sources[0]?.match ?? []) {
      if (satisfied(rule, seriesAttribute(rule.attribute, series))) continue;
      found.push({ grade: rule.required === true ? 'no' : 'warn', reason: mismatchReason(rule) });
    }
    const subject = { series: new Map([[manifest.sources[0]?.id ?? '', series]]), registers: new Map() };
    for (const { severity, satisfied, message } of runChecks(manifest, 'before', subject, 'header')) {
      if (satisfied || severity === 'info') continue;
      found.push({ grade: severity === 'block' ? 'no' : 'warn', reason: message });
    }
    if (!manifest.modality.includes(series.modality)) found.push({ grade: 'warn', reason: otherModality(manifest, series) });
  }
  // A volume without a header says nothing of its modality: a model of single images is not offered on it unasked.
  if (withoutMetadata && series.kind === 'volume' && kind === 'image') found.push({ grade: 'warn', reason: REASONS.slice });
  if (series.slide !== undefined) found.push(...slideConcerns(manifest, series.slide));
  const grey = instance.samplesPerPixel === 1 && instance.photometric !== 'PALETTE COLOR';
  if (grey && expectsColor(manifest) && !found.some(({ grade }) => grade === 'no')) {
    found.push(withoutMetadata ? { grade: 'warn', reason: REASONS.greyPhoto } : { grade: 'no', reason: REASONS.color });
  }
  const verdict = found.some(({ grade }) => grade === 'no') ? 'no' : found.length > 0 ? 'warn' : 'yes';
  return { verdict, reasons: found.filter(({ grade }) => verdict !== 'no' || grade === 'no').map(({ reason }) => reason) };
}

/** The documents that the first source can be read from; none where it is an image. Texts also come as a column of a table. */
function documentKinds(manifest: ModelManifest): readonly ('table' | 'text')[] {
  const kind = manifest.sources[0]?.kind;
  if (kind === 'text') return ['text', 'table'];
  return kind === 'table' || kind === 'series' ? ['table'] : [];
}

const LANGUAGES: Readonly<Record<'fr' | 'en', LocalizedText>> = {
  fr: { fr: 'français', en: 'French' },
  en: { fr: 'anglais', en: 'English' },
};

/** A text that is clearly in another language than those the model reads; where the guess is open nothing is said. */
function otherLanguage({ sources }: ModelManifest, document: OpenDocument): readonly LocalizedText[] {
  const { language: stated = [], text_column: columns = [] } = sources[0]?.constraints ?? {};
  if (sources[0]?.kind !== 'text' || stated.length === 0) return [];
  const found = documentLanguage(document, columns);
  if (found === 'unknown' || stated.includes(found)) return [];
  const read = (language: keyof LocalizedText, or: string): string => stated.map((one) => LANGUAGES[one][language]).join(or);
  const { fr, en } = LANGUAGES[found];
  return [
    {
      fr: `Ce modèle lit des textes en ${read('fr', ' ou ')} ; celui-ci semble écrit en ${fr}.`,
      en: `This model reads texts in ${read('en', ' or ')}; this one seems to be in ${en}.`,
    },
  ];
}

/** Made for slides, or led over one field by field: for maps and decisions at a scale that the package itself states. */
function readsSlides({ sources: [source], outputs }: ModelManifest): boolean {
  if (source?.kind !== 'image') return source?.kind === 'wsi';
  return outputs.some(({ kind }) => isOfObjects(kind) || (isOfMaps(kind) && source.field !== undefined));
}

function expectsColor(manifest: ModelManifest): boolean {
  return manifest.pipeline.some(({ step }) => step.startsWith('PhotometricRGB'));
}

function otherModality(manifest: ModelManifest, series: Series): LocalizedText {
  const expected = manifest.modality.join(', ');
  return {
    fr: `Ce modèle est prévu pour ${expected} ; cette série est de type ${series.modality}.`,
    en: `This model is meant for ${expected}; this series is ${series.modality}.`,
  };
}

function satisfied(rule: MatchRule, value: string | number | null): boolean {
  if (rule.present !== undefined) return (value !== null && value !== '') === rule.present;
  if (value === null) return false;
  if (rule.equals !== undefined && value !== rule.equals) return false;
  if (rule.in !== undefined && !rule.in.includes(value)) return false;
  if (rule.containsI !== undefined) {
    const text = String(value).toLowerCase();
    if (!rule.containsI.some((part) => text.includes(part.toLowerCase()))) return false;
  }
  if (rule.between !== undefined) {
    const [low, high] = rule.between;
    if (typeof value !== 'number' || value < low || value > high) return false;
  }
  return true;
}

function mismatchReason(rule: MatchRule): LocalizedText {
  if (rule.message !== undefined) return localize(rule.message);
  const { fr, en } = ATTRIBUTE_NAMES[rule.attribute];
  return {
    fr: `Ce qu’indique cette série (${fr}) n’est pas ce qu’attend le modèle.`,
    en: `What this series states (${en}) is not what the model expects.`,
  };
}
