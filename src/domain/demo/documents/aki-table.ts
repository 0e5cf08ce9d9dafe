import type { CaseDrawing } from '../demo-case';
import { csvFile } from './csv';

/**
 * Three patients who never were, by the columns of the package `aki-outcome`: one hardly ill, one with a moderate injury on
 * chronic disease, one in intensive care. Values were chosen to go together; units are those of the columns.
 */
const PATIENTS: readonly (readonly [column: string, mild: number, moderate: number, severe: number])[] = [
  ['age', 52, 74, 67],
  ['age_over_90', 0, 0, 0],
  ['sex', 1, 0, 0],
  ['num_med', 1, 2, 1],
  ['on_acearb', 1, 1, 0],
  ['on_nsaid', 0, 0, 0],
  ['on_ppi', 0, 1, 1],
  ['admit_medical', 0, 1, 1],
  ['prior_cs72', 0, 0, 0],
  ['mincreat48_prior', 0.8, 1.6, 1.3],
  ['mincreat7_prior', 0.78, 1.55, 1.2],
  ['admit_creatinine', 0.9, 1.9, 1.8],
  ['baseline_creat', 0.8, 1.5, 1.1],
  ['egfr_at_admit', 76, 34, 40],
  ['time_to_rand', 42, 66, 110],
  ['aki_to_rand', 0.9, 1.2, 1.6],
  ['icu_at_rand', 0, 0, 1],
  ['ward_at_rand', 1, 1, 0],
  ['er_at_rand', 0, 0, 0],
  ['aki_stage_at_rand', 1, 1, 2],
  ['ckd_pmhx', 0, 1, 0],
  ['chf_elx_pmhx', 0, 1, 0],
  ['pulm_disease_elx_pmhx', 0, 0, 1],
  ['diabetes_elx_pmhx', 0, 1, 1],
  ['htn_elx_pmhx', 1, 1, 1],
  ['malignancy_elx_pmhx', 0, 0, 0],
  ['liverdisease_elx_pmhx', 0, 0, 1],
  ['elx_score_pmhx', 2, 7, 9],
  ['creat_at_rand', 1.15, 2.1, 2.9],
  ['aniongap_at_rand', 10, 12, 19],
  ['bicarbonate_at_rand', 25, 23, 15],
  ['bun_at_rand', 16, 38, 71],
  ['chloride_at_rand', 103, 101, 100],
  ['hemoglobin_at_rand', 12.8, 10.4, 8.3],
  ['plateletcount_at_rand', 236, 198, 74],
  ['potassium_at_rand', 4.1, 4.6, 5.4],
  ['sodium_at_rand', 139, 137, 131],
  ['wbcc_at_rand', 7.8, 9.6, 21.4],
  ['systolic_at_rand', 128, 121, 91],
  ['diastolic_at_rand', 76, 66, 50],
  ['pulse_at_rand', 74, 82, 114],
  ['resp_at_rand', 16, 18, 27],
  ['spo2_at_rand', 98, 96, 92],
  ['temp_at_rand', 98.2, 98.4, 100.6],
  ['sofa_at_rand', 0, 2, 9],
];

export const akiTable: CaseDrawing = {
  draw() {
    const rows = (['A', 'B', 'C'] as const).map((name, index) => [
      `Patient ${name} (inventé)`,
      ...PATIENTS.map(([, ...values]) => values[index] ?? ''),
    ]);
    return { files: [csvFile('patients-inventes.csv', [['patient', ...PATIENTS.map(([column]) => column)], ...rows])], truth: null };
  },
  preview: null,
};
