import { useMemo, useState } from 'react';
import type { ImageFinding } from '../../domain/finding';
import { fittingScale, sidesAbout, type CropScale } from '../../domain/gallery/crop-region';
import { differential, type Differential } from '../../domain/gallery/differential';
import { galleryClasses, galleryFindings, galleryGroups, type GalleryFilter, type GalleryGroup } from '../../domain/gallery/gallery-groups';
import type { FindingId, SeriesId } from '../../domain/ids';
import { useModels, useReview, useSession, useView } from '../app-context';
import { foundLabels } from '../hooks/found-labels';
import { useActiveSeries } from '../hooks/use-active-series';
import { useLabels, type Labels } from '../hooks/use-labels';

export interface Gallery {
  /** Of the series looked at, or of all; whatever the filter. */
  readonly findings: readonly ImageFinding[];
  readonly classes: readonly string[];
  readonly labels: Labels;
  readonly groups: readonly GalleryGroup[];
  /** Ids as they are shown. */
  readonly order: readonly FindingId[];
  readonly counts: Differential;
  readonly scale: CropScale;
  /** Fields of view to choose from, in the unit of the scale. */
  readonly sides: readonly number[];
}

/** What the gallery shows: findings with a crop, by class and score. */
export function useGallery(filter: GalleryFilter): Gallery {
  const all = useReview((review) => review.findings);
  const thresholds = useReview((review) => review.thresholds);
  const models = useModels((state) => state.models);
  const open = useSession((session) => session.series);
  const { allSeries, added, target, basis, excluded, field } = useView((view) => view.gallery);
  const active = useActiveSeries();
  const everyLabel = useLabels();

  const series = allSeries ? null : active;
  const findings = useMemo(
    () => (series === null && !allSeries ? [] : galleryFindings(all, thresholds, series?.id ?? null)),
    [all, thresholds, series, allSeries],
  );
  const model = useMemo(() => findings.find(({ author }) => author.kind === 'model')?.author, [findings]);
  const modelId = model?.kind === 'model' ? model.modelId : null;
  const labels = useMemo(() => everyLabel.of(modelId), [everyLabel, modelId]);
  const classes = useSteadyClasses(
    allSeries ? null : (series?.id ?? null),
    useMemo(() => galleryClasses([...foundLabels(models, findings), ...added], findings), [models, findings, added]),
  );
  const groups = useMemo(() => galleryGroups(findings, filter, classes), [findings, filter, classes]);
  const order = useMemo(() => groups.flatMap((group) => group.findings.map(({ id }) => id)), [groups]);
  const counts = useMemo(() => differential(findings, classes, { target, basis, excluded }), [findings, classes, target, basis, excluded]);
  const fitting = useMemo(() => fittingScale(findings, open), [findings, open]);
  const { side, unit } = fitting;
  const scale = useMemo((): CropScale => ({ side: field ?? side, unit }), [field, side, unit]);
  const sides = useMemo(() => {
    const offered = sidesAbout(side);
    return field === null || offered.includes(field) ? offered : [...offered, field].sort((a, b) => a - b);
  }, [side, field]);
  return { findings, classes, labels, groups, order, counts, scale, sides };
}

/** Classes keep their place, and so their digit, when the last cell leaves one or the first comes to another. */
function useSteadyClasses(series: SeriesId | null, classes: readonly string[]): readonly string[] {
  const [known, setKnown] = useState({ series, classes });
  if (known.series !== series) {
    setKnown({ series, classes });
    return classes;
  }
  const missing = classes.filter((label) => !known.classes.includes(label));
  if (missing.length === 0) return known.classes;
  const all = [...known.classes, ...missing];
  setKnown({ series, classes: all });
  return all;
}
