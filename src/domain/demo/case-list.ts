/**
 * The demonstration cases, in the order they are offered: which specialty each is shown under and which shipped models
 * it is for. `shipped` cases are files of the app, `drawn` ones are made when they are opened (`draw-case.ts`).
 */
export const DEMO_CASES = [
  { id: 'smear', made: 'shipped', specialty: 'haematology', models: ['blood-cell-detection', 'smear-differential'] },
  { id: 'smear-slide', made: 'shipped', specialty: 'haematology', models: ['blood-cell-detection', 'smear-differential'] },
  { id: 'tissue-slide', made: 'drawn', specialty: 'pathology', models: ['nuclei-instances'] },
  { id: 'white-cells', made: 'drawn', specialty: 'haematology', models: ['white-cell-classification'] },
  { id: 'ct-phantom', made: 'shipped', specialty: 'radiology', models: [] },
  { id: 'chest', made: 'drawn', specialty: 'radiology', models: ['chest-radiograph'] },
  { id: 'breast-ultrasound', made: 'drawn', specialty: 'senology', models: ['breast-ultrasound'] },
  { id: 'fetal-head', made: 'drawn', specialty: 'obstetrics', models: ['fetal-head-ultrasound'] },
  { id: 'cine-mri', made: 'drawn', specialty: 'cardiology', models: ['lv-cine-mri'] },
  { id: 'hippocampus', made: 'drawn', specialty: 'neurology', models: ['hippocampus-mri'], opensAt: 'middle' },
  { id: 'nerve-sem', made: 'drawn', specialty: 'pathology', models: ['axon-myelin'] },
  { id: 'fundus', made: 'drawn', specialty: 'ophthalmology', models: ['retinal-vessels'] },
  { id: 'dermoscopy', made: 'drawn', specialty: 'dermatology', models: ['dermoscopy-melanoma'] },
  { id: 'aki-table', made: 'drawn', specialty: 'nephrology', models: ['aki-outcome'] },
  { id: 'injury-notes', made: 'drawn', specialty: 'texts', models: ['injury-coding'] },
  { id: 'french-letter', made: 'drawn', specialty: 'texts', models: ['french-specialty-router'] },
] as const satisfies readonly DemoCaseEntry[];

interface DemoCaseEntry {
  readonly id: string;
  readonly made: 'shipped' | 'drawn';
  readonly specialty: string;
  readonly models: readonly string[];
  /** Of a volume whose first slices show little. */
  readonly opensAt?: 'middle';
}

type Entry = (typeof DEMO_CASES)[number];
export type DemoCaseId = Entry['id'];
export type DemoSpecialty = Entry['specialty'];
export type DrawnCaseId = Extract<Entry, { made: 'drawn' }>['id'];
export type ShippedCaseId = Extract<Entry, { made: 'shipped' }>['id'];

/** The case made for a model: the first that names it; null where there is none. */
export function demoCaseFor(modelId: string): DemoCaseId | null {
  return DEMO_CASES.find(({ models }: DemoCaseEntry) => models.includes(modelId))?.id ?? null;
}

/** Whether a case is looked at from its middle slice, rather than from its first image. */
export function opensInTheMiddle(id: DemoCaseId): boolean {
  return DEMO_CASES.some((one: DemoCaseEntry) => one.id === id && one.opensAt === 'middle');
}

/** Ids of the models that a case is made for, the first before the others. */
export function modelsOfCase(id: DemoCaseId): readonly string[] {
  return DEMO_CASES.find((one) => one.id === id)?.models ?? [];
}
