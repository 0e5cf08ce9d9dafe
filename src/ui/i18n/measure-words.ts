import type { Language } from '../../domain/settings';

/** Names that the measuring steps and runs over slides give; packages may give others, which show as they are. */
const FRENCH: Readonly<Record<string, string>> = {
  area: 'aire',
  axon_diameter: 'diamètre axonal',
  boundary_length: 'longueur de la limite',
  calibre: 'calibre',
  change_from_baseline: 'variation depuis le premier examen',
  circumference: 'circonférence',
  count: 'nombre',
  coverage: 'couverture',
  crossing_density: 'densité de croisements',
  crossings: 'croisements',
  density: 'densité',
  ellipsoid_volume: 'volume de l’ellipsoïde',
  fraction: 'fraction',
  g_ratio: 'rapport g',
  length: 'longueur',
  length_density: 'densité de longueur',
  long_diameter: 'grand diamètre',
  map_pixel: 'un pixel de la carte',
  max_diameter: 'diamètre maximal',
  percent: 'part',
  refused_fields: 'champs refusés par le contrôle d’entrée',
  score: 'score',
  short_diameter: 'petit diamètre',
  slice: 'coupe',
  surface: 'surface',
  thickness: 'épaisseur',
  tissue_area: 'tissu parcouru',
  tissue_share: 'part du tissu',
  volume: 'volume',
};

const FRENCH_STATISTICS: Readonly<Record<string, string>> = {
  mean: 'moyenne',
  median: 'médiane',
  max: 'maximum',
  min: 'minimum',
  std: 'écart type',
};

/** What a measurement is called on screen. @param name as the package's steps give it: `g_ratio_mean` */
export function measureName(name: string, language: Language): string {
  const plain = name.replaceAll('_', ' ');
  if (language !== 'fr') return plain;
  const [, base = name, statistic = ''] = /^(?:(.*)_)?(mean|median|max|min|std)$/.exec(name) ?? [];
  const word = FRENCH[base];
  const of = FRENCH_STATISTICS[statistic];
  if (of === undefined) return word ?? plain;
  return base === name ? of : `${word ?? base.replaceAll('_', ' ')} (${of})`;
}
