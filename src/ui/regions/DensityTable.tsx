import { useDeferredValue, useMemo } from 'react';
import { isOnImage, type ImageFinding } from '../../domain/finding';
import { countedPlaces, density, type CountGroup, type GroupDensity } from '../../domain/regions/density';
import { cleanRings, combineRings } from '../../domain/regions/combine-rings';
import { isRegional, measureRegion, type RegionShape } from '../../domain/regions/region';
import { boxRing, type Ring } from '../../domain/regions/rings';
import type { FrameInfo, Series } from '../../domain/study';
import { useReview, useView } from '../app-context';
import { labelsBy, useLabels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import table from '../kit/Table.module.css';
import { sizeTexts } from './region-text';
import styles from './Regions.module.css';

interface Counted {
  readonly shape: RegionShape;
  /** Null: the view. */
  readonly finding: ImageFinding | null;
}

/** What is beside the image is no part of the view. */
function imageRing(series: Series, frame: FrameInfo): Ring {
  const { columns = 0, rows = 0 } = series.slide?.levels[0] ?? series.instances.find(({ id }) => id === frame.instance) ?? {};
  return boxRing({ x: 0, y: 0, width: columns, height: rows });
}

/** What is counted in: the region being drawn, the selected one, or what is in view. */
function useCountedShape(series: Series, frame: FrameInfo): Counted | null {
  const draft = useView((view) => view.draft);
  const selected = useReview((review) => review.findings.find(({ id }) => id === review.selected) ?? null);
  const corners = useView((view) => view.viewports[view.active].corners);
  return useMemo(() => {
    const here = (at: { readonly instance: string; readonly frameNumber: number }): boolean =>
      at.instance === frame.instance && at.frameNumber === frame.frameNumber;
    const finding =
      selected !== null &&
      isOnImage(selected) &&
      selected.series === series.id &&
      here(selected.evidence) &&
      selected.author.kind === 'person'
        ? selected
        : null;
    if (draft?.place.series === series.id && here(draft.place)) {
      const shape: RegionShape = draft.shape.kind === 'polygon' ? { kind: 'polygon', rings: cleanRings(draft.shape.rings) } : draft.shape;
      return { shape, finding: finding?.id === draft.finding ? finding : null };
    }
    if (finding !== null && isRegional(finding.evidence)) return { shape: finding.evidence, finding };
    if (corners.length < 3) return null;
    return { shape: { kind: 'polygon', rings: combineRings([corners], [imageRing(series, frame)], 'intersection') }, finding: null };
  }, [draft, selected, corners, series, frame]);
}

function usePlaces(series: Series, frame: FrameInfo, region: ImageFinding | null) {
  // A click shows at once; what it changes here may follow.
  const findings = useDeferredValue(useReview((review) => review.findings));
  const thresholds = useReview((review) => review.thresholds);
  // A person's box counts as a thing, but not in itself.
  const box = region?.evidence.kind === 'box' ? region.id : null;
  const { instance, frameNumber } = frame;
  return useMemo(
    () => countedPlaces(findings, thresholds, { series: series.id, instance, frameNumber }, box),
    [findings, thresholds, series.id, instance, frameNumber, box],
  );
}

function useNames(): (group: CountGroup) => { readonly name: string; readonly color: string } {
  const labels = useLabels();
  const findings = useReview((review) => review.findings);
  return useMemo(() => {
    const first = new Map<string, ReturnType<typeof labelsBy>>();
    for (const finding of findings) {
      const key = `${finding.author.kind} ${finding.label}`;
      if (!first.has(key)) first.set(key, labelsBy(finding, labels));
    }
    return ({ label, by }) => {
      const own = first.get(`${by} ${label}`) ?? labels;
      return { name: own.nameOf(label), color: own.colorOf(label) };
    };
  }, [labels, findings]);
}

function Row({
  group,
  area,
  name,
  color,
}: {
  readonly group: GroupDensity;
  readonly area: number | null;
  readonly name: string;
  readonly color: string;
}) {
  const t = useTranslate();
  const format = useFormat();
  const { label, by, count, perMm2 } = group;
  return (
    <tr data-testid="density" data-label={label} data-author={by} data-count={count} data-per-mm2={perMm2 ?? ''} data-area-mm2={area ?? ''}>
      <th scope="row">
        <span className={styles.swatch} style={{ background: color }} /> {name}
      </th>
      <td>{t(`density.by.${by}`)}</td>
      <td className={styles.number}>{format.number(count)}</td>
      <td className={styles.number}>{perMm2 === null ? '' : format.number(perMm2, perMm2 < 10 ? 2 : perMm2 < 100 ? 1 : 0)}</td>
    </tr>
  );
}

/** How many of each class lie in a region, and per mm²: while it is drawn, while a model runs, while somebody counts. */
export function DensityTable({ series, frame }: { readonly series: Series; readonly frame: FrameInfo }) {
  const t = useTranslate();
  const format = useFormat();
  const counted = useCountedShape(series, frame);
  const places = usePlaces(series, frame, counted?.finding ?? null);
  const named = useNames();
  const labels = useLabels();
  const inside = useMemo(() => (counted === null ? null : density(places, counted.shape, frame.spacing)), [places, counted, frame]);
  const size = useMemo(() => (counted === null ? null : measureRegion(counted.shape, frame.spacing)), [counted, frame]);
  if (counted === null || inside === null || size === null) return null;
  const texts = sizeTexts(size, format);
  const { finding } = counted;
  const title = finding === null ? t('density.view') : t('density.region', { name: labelsBy(finding, labels).nameOf(finding.label) });
  return (
    <section className={styles.density} aria-label={t('density.title')}>
      <h3 className={styles.heading}>{t('density.title')}</h3>
      <p data-testid="density-region" data-area={size.area} data-perimeter={size.perimeter} data-unit={size.unit}>
        {title}
        <span className={styles.muted}>
          {' · '}
          {t('regions.area', { area: texts.area })}
          {finding !== null && ` · ${t('regions.perimeter', { perimeter: texts.perimeter })}`}
        </span>
      </p>
      {inside.groups.length === 0 ? (
        <p className={styles.muted}>{t('density.none')}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('density.column.label')}</th>
              <th scope="col">{t('density.column.by')}</th>
              <th scope="col" className={styles.number}>
                {t('density.column.count')}
              </th>
              <th scope="col" className={styles.number}>
                {t('density.column.perMm2')}
              </th>
            </tr>
          </thead>
          <tbody>
            {inside.groups.map((group) => (
              <Row key={`${group.by} ${group.label}`} group={group} area={inside.unit === 'mm' ? inside.area : null} {...named(group)} />
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.muted}>{t(inside.unit === 'mm' ? 'density.hint' : 'density.uncalibrated')}</p>
    </section>
  );
}
