import { isOnImage } from '../domain/finding';
import type { Series } from '../domain/study';
import type { Stores } from './context';

/**
 * A series splits, or joins another, when more of it is known; what was found and measured on its images goes with them.
 */
export function followSeries({ review, view }: Pick<Stores, 'review' | 'view'>, series: readonly Series[]): void {
  const { findings } = review.getState();
  const { measurements } = view.getState();
  if (findings.length === 0 && measurements.length === 0) return;
  const home = new Map(series.flatMap(({ id, instances }) => instances.map((instance) => [instance.id, id] as const)));
  const movedFindings = findings.map((finding) => {
    const now = isOnImage(finding) ? home.get(finding.evidence.instance) : undefined;
    return now === undefined || now === finding.series ? finding : { ...finding, series: now };
  });
  const movedMeasurements = measurements.map((measurement) => {
    const now = home.get(measurement.instance);
    return now === undefined || now === measurement.series ? measurement : { ...measurement, series: now };
  });
  if (movedFindings.some((finding, index) => finding !== findings[index])) review.setState({ findings: movedFindings });
  if (movedMeasurements.some((one, index) => one !== measurements[index])) view.setState({ measurements: movedMeasurements });
}
