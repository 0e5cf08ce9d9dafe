import { agreementMin } from './agreement-min';
import { blurMin } from './blur-min';
import { columnsPresent } from './columns-present';
import { contrastMin } from './contrast-min';
import { coverageMin } from './coverage-min';
import { embeddingMahalanobis } from './embedding-mahalanobis';
import { entropyMax } from './entropy-max';
import { framesMin } from './frames-min';
import { histogramDistance } from './histogram-distance';
import { intensityStats } from './intensity-stats';
import { languageIs } from './language-is';
import { mppRange } from './mpp-range';
import { orientationIs } from './orientation-is';
import type { CheckRule } from './rule';
import { spacingRange } from './spacing-range';
import { tagIn } from './tag-in';
import { tagRange } from './tag-range';
import { tissueAreaMin } from './tissue-area-min';
import { volumeRange } from './volume-range';

/** By the name that a manifest gives in `checks[].rule`. */
export const RULES = {
  agreement_min: agreementMin,
  blur_min: blurMin,
  columns_present: columnsPresent,
  contrast_min: contrastMin,
  coverage_min: coverageMin,
  embedding_mahalanobis: embeddingMahalanobis,
  entropy_max: entropyMax,
  frames_min: framesMin,
  histogram_distance: histogramDistance,
  intensity_stats: intensityStats,
  language_is: languageIs,
  mpp_range: mppRange,
  orientation_is: orientationIs,
  spacing_range: spacingRange,
  tag_in: tagIn,
  tag_range: tagRange,
  tissue_area_min: tissueAreaMin,
  volume_range: volumeRange,
} as const satisfies Record<string, CheckRule>;
export type RuleId = keyof typeof RULES;

export function findRule(name: string): CheckRule | undefined {
  return Object.hasOwn(RULES, name) ? RULES[name as RuleId] : undefined;
}
