import type { InstalledModel } from '../domain/model-package';
import type { Language } from '../domain/settings';
import type { FindingsCsvWords } from '../results/csv/findings-csv';

/** Words of the CSV export, with the label names of the installed models. */
export const CSV_WORDS: Readonly<Record<Language, (models: readonly InstalledModel[]) => FindingsCsvWords>> = {
  fr: (models) => ({
    columns: {
      number: 'N°',
      series: 'Série',
      file: 'Fichier',
      sopInstanceUid: 'SOP Instance UID',
      fileSha256: 'SHA-256 du fichier',
      frame: 'Image',
      label: 'Étiquette',
      labelName: 'Libellé',
      score: 'Score',
      threshold: 'Seuil',
      status: 'Statut',
      author: 'Auteur',
      modelId: 'Modèle',
      modelVersion: 'Version du modèle',
      weightsSha256: 'SHA-256 des poids',
      provider: 'Exécution',
      x: 'x (px)',
      y: 'y (px)',
      width: 'Largeur (px)',
      height: 'Hauteur (px)',
      widthMm: 'Largeur (mm)',
      heightMm: 'Hauteur (mm)',
      calibration: 'Étalonnage',
      note: 'Note',
      decidedAt: 'Décidé le',
      proposedLabel: 'Étiquette proposée',
      proposedScore: 'Score proposé',
      proposedX: 'x proposé (px)',
      proposedY: 'y proposé (px)',
      proposedWidth: 'Largeur proposée (px)',
      proposedHeight: 'Hauteur proposée (px)',
      evidence: 'Nature',
      amount: 'Quantité',
      amountUnit: 'Unité',
      row: 'Ligne',
      textStart: 'Début (caractère)',
      textEnd: 'Fin (caractère)',
    },
    statuses: { proposed: 'proposé', accepted: 'accepté', edited: 'modifié', rejected: 'rejeté' },
    authors: { model: 'IA', person: 'Lecteur' },
    labels: labelNames(models, 'fr'),
  }),
  en: (models) => ({
    columns: {
      number: 'No.',
      series: 'Series',
      file: 'File',
      sopInstanceUid: 'SOP Instance UID',
      fileSha256: 'File SHA-256',
      frame: 'Frame',
      label: 'Label',
      labelName: 'Label name',
      score: 'Score',
      threshold: 'Threshold',
      status: 'Status',
      author: 'Author',
      modelId: 'Model',
      modelVersion: 'Model version',
      weightsSha256: 'Weights SHA-256',
      provider: 'Provider',
      x: 'x (px)',
      y: 'y (px)',
      width: 'Width (px)',
      height: 'Height (px)',
      widthMm: 'Width (mm)',
      heightMm: 'Height (mm)',
      calibration: 'Calibration',
      note: 'Note',
      decidedAt: 'Decided at',
      proposedLabel: 'Proposed label',
      proposedScore: 'Proposed score',
      proposedX: 'Proposed x (px)',
      proposedY: 'Proposed y (px)',
      proposedWidth: 'Proposed width (px)',
      proposedHeight: 'Proposed height (px)',
      evidence: 'Kind',
      amount: 'Amount',
      amountUnit: 'Unit',
      row: 'Row',
      textStart: 'Start (character)',
      textEnd: 'End (character)',
    },
    statuses: { proposed: 'proposed', accepted: 'accepted', edited: 'edited', rejected: 'rejected' },
    authors: { model: 'AI', person: 'Reader' },
    labels: labelNames(models, 'en'),
  }),
};

/** Label key → name, over all installed models. */
export function labelNames(models: readonly InstalledModel[], language: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(models.flatMap(({ summary }) => summary.labels.map(({ key, name }) => [key, name[language]])));
}

/** Label key → `#rrggbb`, over all installed models. */
export function labelColours(models: readonly InstalledModel[]): Readonly<Record<string, string>> {
  return Object.fromEntries(models.flatMap(({ summary }) => summary.labels.map(({ key, color }) => [key, color])));
}
