import type { ImageInstance, SeriesIssue } from '../../domain/study';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';
import { lossyMethod } from './transfer-syntaxes';

export function instanceIssues(dataset: DicomDataset, lossy: ImageInstance['lossy'], truncated: boolean): SeriesIssue[] {
  const issues: SeriesIssue[] = [];
  if (truncated) issues.push('frames-truncated');
  if (lossy !== null) issues.push('lossy');
  if (dataset.code(TAG.burnedInAnnotation) === 'YES') issues.push('burned-in-annotation');
  return issues;
}

/** PS3.3 C.7.6.1.1.5; a transfer syntax that can only be lossy says so even where the attribute does not. */
export function readLossy(dataset: DicomDataset, transferSyntax: string): ImageInstance['lossy'] {
  const method = lossyMethod(transferSyntax);
  if (dataset.code(TAG.lossyCompression) !== '01' && method === null) return null;
  const ratios = dataset.numbers(TAG.lossyRatio).filter((ratio) => ratio > 0);
  const ratio = ratios.length === 0 ? null : ratios.reduce((product, value) => product * value, 1);
  return { ratio, method: dataset.codes(TAG.lossyMethod).at(-1) ?? method ?? '' };
}
