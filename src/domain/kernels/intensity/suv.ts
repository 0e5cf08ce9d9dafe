/** Standardised uptake values of PET (QIBA FDG-PET/CT profile; PS3.3 C.8.9.1.1.3, Decay Correction START). */

/** Normalised by body weight, by lean body mass (James, as DICOM `LBMJAMES128`, or Janmahasatian, `LBMJANMA`), or by body surface. */
export const SUV_TYPES = ['bw', 'lbm-james', 'lbm-janma', 'bsa'] as const;
export type SuvType = (typeof SUV_TYPES)[number];

/** From Bq/ml to SUV by type; a type whose normaliser is unknown is absent. */
export type SuvFactors = Readonly<Partial<Record<SuvType, number>>>;

export interface SuvSubject {
  /** Patient's Weight (0010,1030), kg. */
  readonly weightKg: number;
  /** Patient's Size (0010,1020), m; every type but `bw` needs it. */
  readonly heightM: number | null;
  /** Patient's Sex (0010,0040); the lean body masses need it. */
  readonly sex: 'M' | 'F' | null;
}

export interface SuvDose {
  /** Radionuclide Total Dose (0018,1074), Bq. */
  readonly doseBq: number;
  /** Radionuclide Half Life (0018,1075), s. */
  readonly halfLifeSeconds: number;
  /** From the injection to the time that the images are decay corrected to, s. */
  readonly elapsedSeconds: number;
}

/** Factor from Bq/ml to SUV, or null where what it needs is missing or not above 0. */
export function suvFactor(type: SuvType, subject: SuvSubject, dose: SuvDose): number | null {
  const decayed = dose.doseBq * 2 ** (-dose.elapsedSeconds / dose.halfLifeSeconds);
  const size = normaliser(type, subject);
  return size !== null && size > 0 && decayed > 0 && Number.isFinite(decayed) ? size / decayed : null;
}

/** Grams, or cm² for the body surface. */
function normaliser(type: SuvType, { weightKg, heightM, sex }: SuvSubject): number | null {
  if (type === 'bw') return weightKg * 1000;
  if (heightM === null || !(heightM > 0)) return null;
  // Du Bois 1916: weight in kg, height in cm, surface in m².
  if (type === 'bsa') return 0.007184 * weightKg ** 0.425 * (heightM * 100) ** 0.725 * 10_000;
  if (sex === null) return null;
  if (type === 'lbm-james') {
    const ratio = (weightKg / (heightM * 100)) ** 2;
    return 1000 * (sex === 'M' ? 1.1 * weightKg - 128 * ratio : 1.07 * weightKg - 148 * ratio);
  }
  const bodyMassIndex = weightKg / heightM ** 2;
  return (1000 * (9270 * weightKg)) / (sex === 'M' ? 6680 + 216 * bodyMassIndex : 8780 + 244 * bodyMassIndex);
}
