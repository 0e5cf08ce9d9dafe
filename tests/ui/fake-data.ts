import { findingId, instanceId, jobId, measurementId, seriesId, studyId } from '../../src/domain/ids';
import type { Finding } from '../../src/domain/finding';
import type { FileReportRow } from '../../src/domain/import-report';
import { notMapped } from '../../src/inference/packages/converters/shared/not-mapped';
import type { DraftQuestion, ImportQuestion, RefusedPackage } from '../../src/app/app';
import type { InstalledPackage } from '../../src/domain/installed-package';
import type { InstalledModel } from '../../src/domain/model-package';
import type { Series, SeriesKind, Study } from '../../src/domain/study';
import { milliseconds } from '../../src/domain/units';
import type { Measurement } from '../../src/domain/view';

/** States as the application makes them, with invented patients. */
export const PATIENT_STUDY: Study = {
  id: studyId('s1'),
  patient: { name: 'DUPONT-LAMARTINE Marie-Thérèse', id: '0047-118', birthDate: '1958-03-09', sex: 'F', age: '068Y' },
  uid: null,
  date: '2026-10-30',
  description: 'Scanner thoraco-abdominal',
  institution: 'CHU de Démonstration',
  accessionNumber: 'A-2201',
};

export const OTHER_STUDY: Study = {
  ...PATIENT_STUDY,
  id: studyId('s2'),
  patient: { name: 'MARTIN Paul', id: '88-1', birthDate: '1990-01-30', sex: 'M', age: '036Y' },
  description: 'IRM cérébrale',
};

export const PHOTO_STUDY: Study = {
  ...PATIENT_STUDY,
  id: studyId('s3'),
  patient: null,
  date: null,
  description: '',
  institution: '',
  accessionNumber: '',
};

interface SeriesOptions {
  readonly id: string;
  readonly study: Study;
  readonly kind: SeriesKind;
  readonly modality: string;
  readonly description: string;
  readonly number: number | null;
  readonly frames: number;
  readonly calibrated?: boolean;
  readonly lossy?: boolean;
  readonly issues?: Series['issues'];
}

export function fakeSeries(options: SeriesOptions): Series {
  const { id, study, kind, modality, description, number, frames, calibrated = true, lossy = false, issues = [] } = options;
  const instance = instanceId(`${id}-i`);
  return {
    id: seriesId(id),
    studyId: study.id,
    kind,
    modality,
    uid: null,
    number,
    description,
    instances: [
      {
        id: instance,
        uid: null,
        sopClassUid: null,
        transferSyntax: null,
        provenance: { path: `${id}.dcm`, container: 'file', byteLength: 1 },
        frameCount: frames,
        rows: 512,
        columns: 512,
        samplesPerPixel: 1,
        bitsAllocated: 16,
        bitsStored: 12,
        signed: false,
        photometric: 'MONOCHROME2',
        lossy: lossy ? { ratio: 12.4, method: 'ISO_10918_1' } : null,
        exifOrientation: 1,
      },
    ],
    frames: Array.from({ length: frames }, (_, index) => ({
      instance,
      frameNumber: index + 1,
      instanceNumber: index + 1,
      geometry:
        kind === 'volume'
          ? { position: [-180, -180, index * 1.25], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], frameOfReference: null }
          : null,
      spacing: calibrated ? { row: 0.7, column: 0.7, calibration: 'patient' } : null,
      modalityLut: { kind: 'linear', slope: 1, intercept: -1024, unit: 'HU' },
      voi: [],
      padding: null,
    })),
    frameTime: kind === 'cine' ? milliseconds(40) : null,
    acquisition: {
      time: '10:42:07',
      laterality: null,
      bodyPart: kind === 'photo' ? null : 'THORAX',
      contrastAgent: kind === 'volume' ? 'Iohexol 350' : null,
      sliceThickness: kind === 'volume' ? 1.25 : null,
      technique: kind === 'photo' ? [] : ['120 kV', '210 mAs', 'B40f'],
    },
    issues,
  };
}

export const CT_SERIES = fakeSeries({
  id: 'ct',
  study: PATIENT_STUDY,
  kind: 'volume',
  modality: 'CT',
  description: 'THORAX 1.25 B40f injecté',
  number: 3,
  frames: 240,
});
export const LUNG_SERIES = fakeSeries({
  id: 'ct2',
  study: PATIENT_STUDY,
  kind: 'volume',
  modality: 'CT',
  description: 'POUMON 0.625 I70f très longue description de série',
  number: 4,
  frames: 480,
  issues: ['slices-missing', 'spacing-irregular'],
});
export const CINE_SERIES = fakeSeries({
  id: 'us',
  study: OTHER_STUDY,
  kind: 'cine',
  modality: 'US',
  description: 'Apical 4 cavités',
  number: 1,
  frames: 62,
  lossy: true,
});
export const SMEAR_SERIES = fakeSeries({
  id: 'smear',
  study: PHOTO_STUDY,
  kind: 'photo',
  modality: 'XC',
  description: 'frottis',
  number: null,
  frames: 1,
  calibrated: false,
  issues: ['spacing-missing'],
});

const text = (fr: string, en: string): { fr: string; en: string } => ({ fr, en });

export const BLOOD_MODEL: InstalledModel = {
  summary: {
    id: 'blood-cell-detection',
    version: '1.0.0',
    name: text('Cellules du sang', 'Blood cells'),
    description: text(
      'Globules rouges, globules blancs et plaquettes dans un champ de frottis.',
      'Red cells, white cells and platelets in a smear field.',
    ),
    publisher: 'Diaphane',
    license: 'Apache-2.0',
    task: 'detection',
    modalities: ['XC', 'GM', 'SM'],
    intendedUse: {
      status: 'research',
      purpose: text('Repérer et compter les cellules d’un champ de frottis coloré.', 'Find and count the cells of a stained smear field.'),
      population: text(
        'Champs colorés May-Grünwald-Giemsa ou Wright, grossissement 100.',
        'May-Grünwald-Giemsa or Wright stain, 100× objective.',
      ),
      outOfScope: text('Formule leucocytaire, cellules immatures, diagnostic.', 'Differential count, immature cells, diagnosis.'),
      limitations: text('Amas et recouvrements mal séparés.', 'Clumps and overlaps are poorly separated.'),
    },
    labels: [
      { id: 0, key: 'RBC', name: text('Globule rouge', 'Red cell'), color: '#e69f00' },
      { id: 1, key: 'WBC', name: text('Globule blanc', 'White cell'), color: '#56b4e9' },
      { id: 2, key: 'Platelets', name: text('Plaquette', 'Platelet'), color: '#009e73' },
    ],
    sources: [{ id: 'image', kind: 'image', role: '', optional: false, textColumns: [] }],
    outputs: [],
    verified: true,
    threshold: { value: 0.35, userAdjustable: true },
    weightsSha256: '9f2c4d1e8b7a6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6',
    size: 6_840_000,
    card: '# Cellules du sang\n\nEntraîné sur BCCD.\n',
  },
  state: 'ready',
  error: null,
  readyOffline: true,
  place: 'opfs',
  selfTests: [{ provider: 'wasm', passed: true, maximumError: 1.2e-5, milliseconds: 812, date: '2026-11-22T08:00:00Z', adapter: '' }],
};

const LABELS = ['RBC', 'RBC', 'RBC', 'RBC', 'WBC', 'RBC', 'Platelets', 'RBC'] as const;
const STATUSES = ['proposed', 'accepted', 'proposed', 'rejected', 'edited', 'proposed'] as const;

export function fakeFindings(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, index) => {
    const label = LABELS[index % LABELS.length] ?? 'RBC';
    const score = 0.98 - (index % 50) / 100;
    const evidence = {
      kind: 'box' as const,
      instance: instanceId('smear-i'),
      frameNumber: 1,
      box: { x: (index * 37) % 460, y: (index * 61) % 460, width: 42 + (index % 9), height: 40 + (index % 7) },
    };
    return {
      id: findingId(`f${String(index)}`),
      series: seriesId('smear'),
      label,
      score,
      evidence,
      author: {
        kind: 'model' as const,
        job: jobId('j1'),
        modelId: 'blood-cell-detection',
        modelVersion: '1.0.0',
        weightsSha256: '9f2c',
        provider: 'wasm' as const,
      },
      proposal: { label, score, evidence },
      status: STATUSES[index % STATUSES.length] ?? 'proposed',
      note: '',
      decidedAt: null,
    };
  });
}

export const MEASUREMENTS: readonly Measurement[] = [
  {
    id: measurementId('m1'),
    series: seriesId('ct'),
    instance: instanceId('ct-i'),
    frameNumber: 120,
    kind: 'length',
    points: [
      { x: 10, y: 10 },
      { x: 60, y: 40 },
    ],
    text: 'nodule LSD',
    value: 12.34,
    unit: 'mm',
    calibration: 'patient',
    statistics: null,
  },
  {
    id: measurementId('m2'),
    series: seriesId('ct'),
    instance: instanceId('ct-i'),
    frameNumber: 122,
    kind: 'ellipse',
    points: [
      { x: 10, y: 10 },
      { x: 60, y: 40 },
    ],
    text: '',
    value: 432.1,
    unit: 'mm²',
    calibration: 'patient',
    statistics: { count: 881, mean: 41.23, standardDeviation: 9.8, minimum: -12, maximum: 88, unit: 'HU' },
  },
];

export function fakeReport(count: number): readonly FileReportRow[] {
  const samples = [
    { status: 'opened', reason: null, ending: 'dcm' },
    { status: 'opened', reason: null, ending: 'dcm' },
    { status: 'skipped', reason: 'system-file', ending: 'ini' },
    { status: 'failed', reason: 'transfer-syntax-unsupported', ending: 'dcm' },
    { status: 'opened', reason: null, ending: 'png' },
    { status: 'failed', reason: 'decompression-bomb', ending: 'zip' },
  ] as const;
  return Array.from({ length: count }, (_, index) => {
    const sample = samples[index % samples.length] ?? samples[0];
    return {
      name: `CD_DUPONT/SERIE_03/IM_${String(index).padStart(5, '0')}.${sample.ending}`,
      status: sample.status,
      reason: sample.reason,
      context: {},
      member: index % 7 === 6,
      series: null,
    };
  });
}

const SIGNATURE = { keyId: 'labx-2026', publicKey: `${'A'.repeat(43)}=`, fingerprint: '1f3a 90bc 77de 0412' };

function installedAs(change: Partial<InstalledPackage>): InstalledPackage {
  return {
    ...BLOOD_MODEL,
    trust: { state: 'unsigned', signature: null, publisher: null },
    manifestSha256: 'aa',
    pinned: false,
    active: true,
    origin: 'shipped',
    installedAt: '2026-11-22T08:00:00Z',
    selfTestStates: { webgpu: 'unsupported', wasm: 'passed' },
    verifiedAt: '2026-11-22T08:00:00Z',
    ...change,
  };
}

/** A model in use beside an older version of it. */
export const BLOOD_PACKAGES: readonly InstalledPackage[] = [
  installedAs({}),
  installedAs({
    summary: { ...BLOOD_MODEL.summary, version: '0.9.0' },
    active: false,
    selfTests: [],
    selfTestStates: { webgpu: 'none', wasm: 'none' },
  }),
];

/** One of each kind of trust and test, with a card of every kind of Markdown. */
export const ALL_PACKAGES: readonly InstalledPackage[] = [
  ...BLOOD_PACKAGES,
  installedAs({
    summary: {
      ...BLOOD_MODEL.summary,
      id: 'prostate-lesion',
      name: text('Lésions de la prostate', 'Prostate lesions'),
      card: '# Card\n\nA *study* of **two** kinds, `code`, [a link](https://example.org) and <b>no HTML</b>.\n\n- one\n- two\n\n1. first\n\n> quoted\n\n| Set | Dice |\n| --- | --- |\n| test | 0.81 |\n\n```\ncode\n```\n',
    },
    trust: { state: 'known', signature: SIGNATURE, publisher: 'Laboratoire X' },
    origin: 'imported',
    pinned: true,
    selfTestStates: { webgpu: 'running', wasm: 'passed' },
  }),
  installedAs({
    summary: { ...BLOOD_MODEL.summary, id: 'lung-nodules', name: text('Nodules pulmonaires', 'Lung nodules'), verified: false },
    trust: { state: 'unknown', signature: SIGNATURE, publisher: null },
    origin: 'configured',
    selfTestStates: { webgpu: 'failed', wasm: 'passed' },
  }),
  installedAs({
    summary: { ...BLOOD_MODEL.summary, id: 'retina', name: text('Rétine', 'Retina') },
    trust: { state: 'tampered', signature: null, publisher: null },
    state: 'failed',
    error: 'package-hash-mismatch',
    readyOffline: false,
    origin: 'imported',
    selfTests: [],
    selfTestStates: { webgpu: 'none', wasm: 'none' },
  }),
];

export const REFUSED: readonly RefusedPackage[] = [
  { id: 1, name: 'model.mdpkg', code: 'package-schema', context: { problem: 'outputs' }, message: 'outputs[0]: from: no register "y"' },
  { id: 2, name: 'other.zip', code: 'package-tampered', context: {}, message: 'the manifest is not the one that was signed' },
];

export const QUESTION: ImportQuestion = {
  summary: BLOOD_MODEL.summary,
  trust: { state: 'unsigned', signature: null, publisher: null },
  concerns: ['older-version', 'weaker-trust', 'license'],
  installed: { version: '2.0.0', trust: { state: 'known', signature: SIGNATURE, publisher: 'Laboratoire X' } },
  license: 'Licence text\n\nfor research only.',
};

export const NETWORK_DRAFT: DraftQuestion = {
  kind: 'network',
  name: 'cells.onnx',
  network: {
    inputs: [{ name: 'image', elementType: 1, shape: ['N', 3, 224, 224] }],
    outputs: [{ name: 'scores', elementType: 1, shape: ['N', 4] }],
    opsets: ['ai.onnx 17'],
    producer: 'pytorch',
    metadata: [['author', 'somebody']],
    task: 'classification',
    dims: 2,
    channels: 3,
    size: [224, 224],
    classes: 4,
  },
};

export const CONVERTED_DRAFT: DraftQuestion = {
  kind: 'converted',
  name: 'unet.zip',
  from: 'bioimageio',
  unmapped: [notMapped('weights.torchscript', 'onnx-only')],
};
