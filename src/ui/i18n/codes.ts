import type { Language, NoticeCode } from '../../app/app';
import type { PixelSpacing } from '../../domain/geometry/frame-geometry';
import type { SeriesIssue } from '../../domain/study';

/** Words for the closed unions of the domain: a member without words in both languages does not compile. */
export type CodeWords<Code extends string> = Readonly<Record<Language, Readonly<Record<Code, string>>>>;

export const seriesIssueWords: CodeWords<SeriesIssue> = {
  fr: {
    'spacing-missing': 'Taille de pixel absente : mesures en pixels',
    'spacing-irregular': 'Écart irrégulier entre les coupes',
    'slices-missing': 'Coupes manquantes',
    'slices-duplicated': 'Coupes en double',
    'orientation-mixed': 'Orientations mélangées',
    'orientation-assumed': 'Orientation non indiquée par le fichier : droite et gauche à vérifier',
    'position-missing': 'Position des coupes absente : ordre incertain',
    'gantry-tilt': 'Statif incliné',
    'frames-truncated': 'Moins d’images que ce que le fichier annonce',
    lossy: 'Compression avec perte',
    'burned-in-annotation': 'Des textes, peut-être l’identité, sont incrustés dans l’image',
    'rescale-differs': 'Échelle des valeurs différente selon les coupes',
    'suspicious-preamble': 'Préambule de fichier inhabituel',
    'exif-rotated': 'Image redressée selon l’EXIF',
    'metadata-location': 'Le fichier contient le lieu de prise de vue ; aucun export ne le reprend',
    'metadata-names': 'Le fichier nomme un auteur ou un propriétaire ; aucun export ne le reprend',
    'pixel-data-repaired': 'Données d’image réparées à la lecture',
    'slide-levels-missing': 'Des niveaux ou des images de la lame sont illisibles',
  },
  en: {
    'spacing-missing': 'No pixel size: measurements in pixels',
    'spacing-irregular': 'Uneven distance between slices',
    'slices-missing': 'Missing slices',
    'slices-duplicated': 'Duplicated slices',
    'orientation-mixed': 'Mixed orientations',
    'orientation-assumed': 'Orientation not stated by the file: check right and left',
    'position-missing': 'No slice position: order uncertain',
    'gantry-tilt': 'Gantry tilt',
    'frames-truncated': 'Fewer frames than the file announces',
    lossy: 'Lossy compression',
    'burned-in-annotation': 'Texts, maybe the identity, are burned into the image',
    'rescale-differs': 'Value scale differs between slices',
    'suspicious-preamble': 'Unusual file preamble',
    'exif-rotated': 'Image turned upright by EXIF',
    'metadata-location': 'The file holds the place where it was taken; no export takes it over',
    'metadata-names': 'The file names an author or owner; no export takes it over',
    'pixel-data-repaired': 'Image data repaired on reading',
    'slide-levels-missing': 'Some levels or pictures of the slide cannot be read',
  },
};

export const noticeWords: CodeWords<NoticeCode> = {
  fr: {
    'model-installed': 'Modèle installé : ses fichiers sont intacts.',
    exported: 'Export enregistré dans les téléchargements.',
    wiped: 'Tout a été effacé.',
    'study-closed': 'Examen fermé, mémoire libérée.',
    'graphics-recovered': 'L’affichage a été rétabli.',
    'provider-fallback': 'Le calcul se fait sur le processeur (WASM) : la carte graphique n’a pas pu servir.',
    'rows-without-answer':
      'Des lignes sont restées sans réponse du modèle : vides, illisibles pour lui, ou au-delà des 20 000 d’un même calcul.',
    'photo-metadata':
      'Une photo contient le lieu de prise de vue (GPS) ou un nom. Rien n’en sort : les exports n’en reprennent que les pixels. Le fichier d’origine, lui, les garde.',
    'idle-purged': 'Examens fermés après inactivité.',
  },
  en: {
    'model-installed': 'Model installed: its files are intact.',
    exported: 'Export saved to the downloads.',
    wiped: 'Everything was wiped.',
    'study-closed': 'Study closed, memory freed.',
    'graphics-recovered': 'The display was recovered.',
    'provider-fallback': 'Running on the processor (WASM): the graphics card could not be used.',
    'rows-without-answer': 'Some rows got no answer from the model: empty, unreadable to it, or past the 20,000 of one run.',
    'photo-metadata':
      'A photo holds the place where it was taken (GPS) or a name. None of it leaves: exports take over pixels alone. The original file keeps them.',
    'idle-purged': 'Studies closed after inactivity.',
  },
};

export const calibrationWords: CodeWords<PixelSpacing['calibration']> = {
  fr: {
    patient: 'dans le patient',
    detector: 'au capteur',
    magnified: 'corrigée du grossissement',
    'ultrasound-region': 'région échographique',
    scanner: 'de la numérisation',
    nominal: 'nominale',
    manual: 'par vous, avec une règle',
  },
  en: {
    patient: 'in the patient',
    detector: 'at the detector',
    magnified: 'corrected for magnification',
    'ultrasound-region': 'ultrasound region',
    scanner: 'of the scan',
    nominal: 'nominal',
    manual: 'by you, with a ruler',
  },
};

/** Words for a calibration; one that is not a known code comes back as it stands. */
export function calibrationText(calibration: string, language: Language): string {
  const words: Readonly<Record<string, string>> = calibrationWords[language];
  return words[calibration] ?? calibration;
}

const offlineItemWords: CodeWords<'application' | 'runtime' | 'demo' | 'packages'> = {
  fr: { application: 'Application', runtime: 'Moteur de calcul', demo: 'Cas de démonstration', packages: 'Modèle livré' },
  en: { application: 'Application', runtime: 'Inference engine', demo: 'Demonstration cases', packages: 'Shipped model' },
};

/** A line of the offline list; an installed model has its own name. */
export function offlineItemName(name: string, language: Language): string {
  const words: Readonly<Record<string, string>> = offlineItemWords[language];
  return words[name] ?? name;
}

type Initiator =
  | 'navigation'
  | 'page'
  | 'worker'
  | 'service-worker'
  | 'script'
  | 'link'
  | 'css'
  | 'img'
  | 'fetch'
  | 'xmlhttprequest'
  | 'early-hints'
  | 'other';

const initiatorWords: CodeWords<Initiator> = {
  fr: {
    navigation: 'Navigation',
    page: 'Page',
    worker: 'Processus de calcul',
    'service-worker': 'Stockage hors ligne',
    script: 'Programme',
    link: 'Page (lien)',
    css: 'Feuille de style',
    img: 'Image de l’interface',
    fetch: 'Lecture',
    xmlhttprequest: 'Lecture (XHR)',
    'early-hints': 'Chargement anticipé',
    other: 'Navigateur',
  },
  en: {
    navigation: 'Page load',
    page: 'Page',
    worker: 'Worker',
    'service-worker': 'Offline store',
    script: 'Script',
    link: 'Page (link)',
    css: 'Style sheet',
    img: 'Interface image',
    fetch: 'Read by the page',
    xmlhttprequest: 'Read by the page (XHR)',
    'early-hints': 'Early load',
    other: 'Browser',
  },
};

/** What made a request, as Resource Timing names it (`initiatorType`); an unknown name comes back as it stands. */
export function initiatorName(initiator: string, language: Language): string {
  const words: Readonly<Record<string, string>> = initiatorWords[language];
  return words[initiator] ?? initiator;
}
