import { useMemo, useState } from 'react';
import { hotRegions, hotSources, hotWindows, type HotSource, type HotWindow } from '../../domain/hot-regions/hot-sources';
import type { HotRegion, WindowShape } from '../../domain/hot-regions/hot-region';
import type { ModelAnswer } from '../../domain/model-answer';
import type { Series } from '../../domain/study';
import type { SlidePyramid } from '../../domain/slide';
import { useCommands, useReview, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import type { Labels } from '../hooks/use-labels';
import type { Format } from '../i18n/format';
import { useFormat, useTranslate } from '../i18n/language';
import { unitSign } from '../i18n/units';
import { SelectField } from '../kit/Field';
import styles from './AnswerPanel.module.css';

interface HotRegionsProps {
  readonly answers: readonly ModelAnswer[];
  readonly labels: Labels;
}

/** The regions of a slide where a heatmap is highest or objects are densest; pressing one brings it on screen and outlines it. */
export function HotRegions(props: HotRegionsProps) {
  const series = useActiveSeries();
  return series?.slide === undefined ? null : <SlideRegions {...props} series={series} slide={series.slide} />;
}

const windowKey = (window: HotWindow): string =>
  window.kind === 'area' ? `${window.window.shape}-${String(window.window.mm2)}` : `${String(window.length)}-${window.unit}`;

/** What is asked for at first: half a square millimetre, a quarter of a millimetre, or the largest that fits below. */
function usual(windows: readonly HotWindow[]): HotWindow | undefined {
  return windows.findLast((window) =>
    window.kind === 'area' ? window.window.mm2 <= 0.5 : window.length <= 1024 && (window.unit === 'px' || window.length <= 250),
  );
}

function SlideRegions({ answers, labels, series, slide }: HotRegionsProps & { readonly series: Series; readonly slide: SlidePyramid }) {
  const t = useTranslate();
  const format = useFormat();
  const findings = useReview((review) => review.findings);
  const thresholds = useReview((review) => review.thresholds);
  const [chosen, choose] = useState<string | null>(null);
  const [size, resize] = useState<string | null>(null);
  const sources = useMemo(() => hotSources(answers, findings, thresholds, series.id), [answers, findings, thresholds, series.id]);
  const source = sources.find(({ key }) => key === chosen) ?? sources[0];
  const windows = useMemo(() => (source === undefined ? [] : hotWindows(source, slide)), [source, slide]);
  const window = windows.find((one) => windowKey(one) === size) ?? usual(windows);
  const key = window === undefined ? '' : windowKey(window);
  const regions = useMemo(
    () => (source === undefined || window === undefined ? [] : hotRegions(source, window, slide.micronsPerPixel)),
    [source, window, slide],
  );
  if (source === undefined || window === undefined) return null;
  const nameOf = ({ kind, label, modelId }: HotSource): string => {
    const name = label === null ? t('hot.all') : labels.of(modelId).nameOf(label);
    return t(kind === 'heatmap' ? 'hot.heatmap' : 'hot.objects', { name });
  };
  return (
    <section className={styles.answer} aria-label={t('hot.title')} data-testid="slide-hotspots">
      <h3 className={styles.question}>{t('hot.title')}</h3>
      <SelectField
        inline
        label={t('hot.by')}
        value={source.key}
        options={sources.map((one) => ({ value: one.key, label: nameOf(one) }))}
        onChange={choose}
        testId="hotspot-source"
      />
      <SelectField
        inline
        label={t('hot.window')}
        value={key}
        options={windows.map((one) => ({ value: windowKey(one), label: windowName(one, t, format) }))}
        onChange={resize}
        testId="hotspot-window"
      />
      {regions.length === 0 && <p className={styles.muted}>{t('hot.none')}</p>}
      <ol className={styles.list}>
        {regions.map((region) => (
          <Region
            key={region.rank}
            region={region}
            name={`${source.key} ${key} ${String(region.rank)}`}
            series={series}
            shape={window.kind === 'area' ? window.window.shape : 'square'}
          />
        ))}
      </ol>
    </section>
  );
}

function windowName(window: HotWindow, t: ReturnType<typeof useTranslate>, format: Format): string {
  if (window.kind === 'side') return t('hot.side', { length: `${format.number(window.length)}\u00a0${unitSign(window.unit)}` });
  return t(window.window.shape === 'square' ? 'hot.square' : 'hot.circle', { area: `${format.number(window.window.mm2, 2)}\u00a0mm²` });
}

interface RegionProps {
  readonly region: HotRegion;
  /** Tells it from those of other lists. */
  readonly name: string;
  readonly series: Series;
  readonly shape: WindowShape;
}

function Region({ region: { rank, box, value, count }, name, series, shape }: RegionProps) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const index = useView((view) => view.viewports[view.active].index);
  const shown = useReview(({ outlined }) => outlined?.series === series.id && outlined.key === name);
  const frame = series.frames[Math.max(0, index - 1)];
  const text = count === null ? format.fixed(value, 3) : `${format.number(value, value < 100 ? 1 : 0)}\u00a0${unitSign('/mm2')}`;
  return (
    <li className={styles.measure}>
      <button
        type="button"
        className={styles.region}
        aria-pressed={shown}
        data-testid="slide-hotspot"
        data-rank={rank}
        data-value={value}
        data-count={count ?? ''}
        onClick={() => {
          if (frame === undefined) return;
          const { instance, frameNumber } = frame;
          commands.outlineRegion(shown ? null : { key: name, series: series.id, instance, frameNumber, box, shape });
        }}
      >
        {t('hot.rank', { rank: format.number(rank) })}
      </button>
      <span className={styles.number}>
        {text}
        {count !== null && <span className={styles.muted}> {t('hot.count', { count })}</span>}
      </span>
    </li>
  );
}
