import { useMemo } from 'react';
import type { Series } from '../../domain/study';
import type { ViewportId } from '../../domain/ids';
import { isShown } from '../../domain/review/summary';
import { useModels, useReview, useView } from '../app-context';
import { useStudy } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { Minimap } from '../slide/Minimap';
import { CalibrationChip } from './CalibrationChip';
import { OrientationLetters, ScaleBar } from './Furniture';
import { patientLines, seriesLines, studyLines } from './texts';
import styles from './Viewport.module.css';

interface OverlayProps {
  readonly id: ViewportId;
  readonly series: Series;
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    <div key={line} className={index === 0 ? styles.strong : undefined}>
      {line}
    </div>
  ));
}

/** Changes at every move of the pointer, so it renders alone. */
function CursorValue({ id }: { readonly id: ViewportId }) {
  const cursor = useView((view) => view.viewports[id].cursor);
  const format = useFormat();
  if (cursor === null) return null;
  const values = cursor.value.map((value) => format.number(value, 1)).join(' / ');
  return (
    <div>
      {Math.floor(cursor.point.x)}, {Math.floor(cursor.point.y)} : {values} {cursor.unit}
    </div>
  );
}

function ImageState({ id, series }: OverlayProps) {
  const state = useView((view) => view.viewports[id]);
  const t = useTranslate();
  const format = useFormat();
  const { window } = state;
  return (
    <>
      <CursorValue id={id} />
      {window !== null && (
        <div>{t('viewport.window', { width: format.number(window.width, 1), center: format.number(window.center, 1) })}</div>
      )}
      <div>
        {t('viewport.zoom', { percent: format.number(state.zoom * 100, state.zoom < 0.1 ? 1 : 0) })}
        {state.inverted && ` · ${t('viewport.inverted')}`}
        {state.zoom > 1 && ` · ${t(state.interpolated ? 'viewport.interpolated' : 'viewport.nearest')}`}
      </div>
      {series.frames.length > 1 && series.slide === undefined && (
        <div className={styles.strong}>{t('viewport.frame', { index: String(state.index), total: String(state.total) })}</div>
      )}
    </>
  );
}

/** Names the model behind what is drawn, so that nothing AI-made can be taken for a person's. */
function AiLegend({ series }: { readonly series: Series }) {
  const findings = useReview((review) => review.findings);
  const thresholds = useReview((review) => review.thresholds);
  const visible = useReview((review) => review.aiVisible);
  const models = useModels((state) => state.models);
  const t = useTranslate();
  const names = useMemo(() => {
    const found = new Map<string, string>();
    for (const finding of findings) {
      const { author } = finding;
      if (author.kind !== 'model' || finding.series !== series.id || !isShown(finding, thresholds)) continue;
      const summary = models.find((model) => model.summary.id === author.modelId)?.summary;
      found.set(
        author.modelId,
        t('viewport.aiLegend', { model: summary === undefined ? author.modelId : t.local(summary.name), version: author.modelVersion }),
      );
    }
    return [...found.values()];
  }, [findings, thresholds, models, series.id, t]);
  if (names.length === 0) return null;
  if (!visible) return <span className={classNames(styles.chip, styles.warning)}>{t('viewport.aiHidden')}</span>;
  return names.map((name) => (
    <span key={name} className={styles.chip}>
      {name}
    </span>
  ));
}

function SafetyBadges({ id, series }: OverlayProps) {
  const index = useView((view) => view.viewports[id].index);
  const reformatted = useView((view) => view.viewports[id].reformatted);
  const t = useTranslate();
  const format = useFormat();
  const labelled = useView((view) => view.labels.some(({ target }) => target === series.id));
  // A reformatted slice is cut from all images.
  const frame = series.frames[reformatted ? 0 : index - 1];
  const here = series.instances.filter(({ id: instance }) => reformatted || instance === frame?.instance);
  const lossy = here.find((instance) => instance.lossy !== null)?.lossy ?? null;
  return (
    <div className={styles.badges}>
      <AiLegend series={series} />
      {labelled && <span className={styles.chip}>{t('viewport.labels')}</span>}
      {lossy !== null && (
        <span className={classNames(styles.chip, styles.warning)}>
          {lossy.ratio === null ? t('viewport.lossy') : t('viewport.lossyRatio', { ratio: format.number(lossy.ratio, 1) })}
        </span>
      )}
      {frame !== undefined && <CalibrationChip series={series} frame={frame} />}
    </div>
  );
}

function SeriesText({ id, series }: OverlayProps) {
  const state = useView((view) => view.viewports[id]);
  const hidden = useView((view) => view.identityHidden);
  const t = useTranslate();
  const format = useFormat();
  return <Lines lines={seriesLines(series, state, hidden, t, format)} />;
}

/** Four corners in the places of Weasis and IHE BIR, in three states. */
export function Overlays({ id, series }: OverlayProps) {
  const level = useView((view) => view.overlays);
  const hidden = useView((view) => view.identityHidden);
  const study = useStudy(series);
  const t = useTranslate();
  const format = useFormat();
  if (level === 'none') return null;
  const all = level === 'all';
  const patient = patientLines(study?.patient ?? null, hidden, t, format);
  return (
    <>
      <div className={classNames(styles.corner, styles.topLeft)}>
        <Lines lines={all ? patient : patient.slice(0, 2)} />
      </div>
      <div className={classNames(styles.corner, styles.topRight)}>
        {all && <Lines lines={studyLines(study, series, hidden, format)} />}
        {series.slide !== undefined && <Minimap key={series.id} id={id} series={series} />}
      </div>
      <div className={classNames(styles.corner, styles.bottomLeft)}>{all && <ImageState id={id} series={series} />}</div>
      <div className={classNames(styles.corner, styles.bottomRight)}>
        {all && <SeriesText id={id} series={series} />}
        <SafetyBadges id={id} series={series} />
      </div>
      <OrientationLetters id={id} />
      <ScaleBar id={id} />
    </>
  );
}
