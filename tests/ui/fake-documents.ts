import { jobId } from '../../src/domain/ids';
import type { ModelAnswer } from '../../src/domain/model-answer';
import type { Series } from '../../src/domain/study';
import type { TableDocument } from '../../src/domain/table';
import { textDocument } from '../../src/domain/text-document';
import { fakeSeries, PHOTO_STUDY } from './fake-data';

function documentSeries(id: string, kind: 'table' | 'text', description: string): Series {
  const series = fakeSeries({ id, study: PHOTO_STUDY, kind, modality: '', description, number: null, frames: 0 });
  return { ...series, instances: [] };
}

export const TABLE_SERIES = documentSeries('table1', 'table', 'dosages.csv');
export const TEXT_SERIES = documentSeries('text1', 'text', 'compte-rendu.txt');

const ROWS = 4000;
const values = (of: (row: number) => number): Float64Array => Float64Array.from({ length: ROWS }, (_, row) => of(row));

/** Invented laboratory values. */
export const FAKE_TABLE: TableDocument = {
  kind: 'table',
  columns: [
    { name: 'Nom', type: 'text', values: Array.from({ length: ROWS }, (_, row) => `PATIENT ${String(row + 1)}`) },
    { name: 'Âge', type: 'number', values: values((row) => 20 + (row % 70)) },
    { name: 'Diabète', type: 'boolean', values: values((row) => (row % 3 === 0 ? 1 : 0)) },
    { name: 'Prélèvement', type: 'date', values: values((row) => Date.UTC(2024, 2, 12) + row * 86_400_000) },
    ...Array.from({ length: 40 }, (_, i) => ({
      name: `Dosage ${String(i + 1)}`,
      type: 'number' as const,
      values: values((row) => (row % 11 === i % 11 ? Number.NaN : (row * (i + 3)) / 8)),
    })),
    {
      name: 'Motif',
      type: 'text',
      values: Array.from({ length: ROWS }, (_, row) => `Venue ${String(row + 1)} : douleur thoracique depuis ce matin, sans fièvre.`),
    },
  ],
  rowCount: ROWS,
  truncated: false,
};

export const RISK_ANSWER: ModelAnswer = {
  job: jobId('j1'),
  modelId: 'aki-outcome',
  modelVersion: '1.0.0',
  weightsSha256: 'aa',
  provider: 'wasm',
  frame: null,
  series: TABLE_SERIES.id,
  row: 0,
  outputs: [
    {
      id: 'risk',
      kind: 'classification',
      classes: [
        { label: 'survived', probability: 0.66 },
        { label: 'died', probability: 0.34 },
      ],
      decision: ['died'],
      multiLabel: false,
      threshold: 0.2,
      calibrated: true,
      contributions: [
        { label: 'died', name: 'Âge', value: '84', weight: 0.8 },
        { label: 'died', name: 'Dosage 3', value: '1,2', weight: -0.4 },
      ],
    },
    { id: 'words', kind: 'entities', entities: [{ start: 10, end: 28, label: 'PROBLEM', score: 0.8, text: 'douleur thoracique' }] },
  ],
  checks: [],
};

const TEXT = `Patient de 41 ans, adressé aux urgences le 12/03/2024 pour une douleur thoracique.
Antécédents : diabète de type 2.

Pas de fièvre. Sortie à J+3 sous aspirine.`;

export const FAKE_TEXT = textDocument('1', TEXT);

const span = (text: string) => ({ start: TEXT.indexOf(text), end: TEXT.indexOf(text) + text.length });

export const TEXT_ANSWER: ModelAnswer = {
  job: jobId('j2'),
  modelId: 'entities',
  modelVersion: '1.0.0',
  weightsSha256: 'aa',
  provider: 'wasm',
  frame: null,
  series: TEXT_SERIES.id,
  row: null,
  outputs: [
    {
      id: 'entities',
      kind: 'entities',
      entities: [
        { ...span('douleur thoracique'), label: 'PROBLEM', score: 0.97, text: 'douleur thoracique' },
        { ...span('diabète de type 2'), label: 'PROBLEM', score: 0.99, text: 'diabète de type 2' },
        { ...span('aspirine'), label: 'DRUG', score: 0.95, text: 'aspirine' },
      ],
    },
    {
      id: 'codes',
      kind: 'codes',
      codes: [{ scheme: 'CIM-10', value: 'R07.4', meaning: 'Douleur thoracique, sans précision', score: 0.97, span: null }],
    },
    {
      id: 'events',
      kind: 'timeline',
      events: [{ date: '2024-03-12', label: 'PROBLEM', text: 'douleur thoracique', span: null }],
    },
  ],
  checks: [],
};
