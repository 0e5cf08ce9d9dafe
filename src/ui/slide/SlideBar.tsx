import { calibrationSource } from '../../domain/calibration';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { Link2 } from 'lucide-react';
import type { SlidePyramid } from '../../domain/slide';
import { MAGNIFICATIONS, magnificationAt, type SlideState } from '../../domain/slide-view';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useSeries } from '../hooks/use-active-series';
import type { Format } from '../i18n/format';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { ImageTray } from './ImageTray';
import { useLinkError, useSlideLink } from './LinkButton';
import { ExtendedFocus, Time } from './Positions';
import { Rotation } from './Rotation';
import { SlideSettings } from './SlideSettings';
import styles from './Slide.module.css';

interface SlideProps {
  readonly id: ViewportId;
  readonly slide: SlidePyramid;
  readonly state: SlideState;
}

/** Two digits that matter: `0,68`, `3,4`, `20`. */
const twoDigits = (value: number, format: Format): string => format.number(value, value < 1 ? 2 : value < 10 ? 1 : 0);

/** A button is lit when the picture is at its magnification, and marked when that is more than was scanned. */
function Objectives({ id, slide, state }: SlideProps) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const native = magnificationAt(slide, 1);
  return MAGNIFICATIONS.map((magnification) => {
    const value = format.number(magnification, 2);
    const beyond = native !== null && magnification > native * 1.1;
    return (
      <button
        key={magnification}
        type="button"
        className={classNames(styles.objective, beyond && styles.beyond)}
        disabled={native === null}
        aria-pressed={state.magnification !== null && Math.abs(state.magnification / magnification - 1) < 0.005}
        aria-label={t(beyond ? 'slide.overButton' : 'slide.setMagnification', { value })}
        data-tip={t(beyond ? 'slide.overButton' : 'slide.setMagnification', { value })}
        data-magnification={magnification}
        onClick={() => {
          commands.act({ type: 'magnify', magnification }, id);
        }}
      >
        {t('slide.times', { value })}
      </button>
    );
  });
}

/** That the slide moves with another one, and how well they fit. */
function LinkNote({ id }: { readonly id: ViewportId }) {
  const t = useTranslate();
  const words = useLinkError();
  const link = useSlideLink();
  const series = useView((view) => view.viewports[id].series);
  if (link === null || series === null || !link.slides.includes(series)) return null;
  const label = t('link.linked', { error: words(link) });
  return (
    <span className={styles.linkNote} role="img" aria-label={label} data-tip={label}>
      <Link2 size={14} aria-hidden="true" />
      {link.error !== null && words(link)}
    </span>
  );
}

/** What the screen shows now, and what was scanned. */
function Readout({ id, slide, state }: SlideProps) {
  const t = useTranslate();
  const format = useFormat();
  const { micronsPerPixel: microns } = slide;
  const { magnification, overZoom, screenMicrons } = state;
  const zoom = useView((view) => view.viewports[id].zoom);
  const index = useView((view) => view.viewports[id].index);
  const spacing = useSeries(useView((view) => view.viewports[id].series))?.frames[0]?.spacing ?? null;
  const scanned = spacing !== null && calibrationSource(spacing) === 'person' ? 'slide.ruled' : 'slide.scanned';
  return (
    <span className={classNames(styles.readout, overZoom && styles.over)}>
      <strong>
        {magnification === null ? format.percent(zoom, zoom < 0.1 ? 1 : 0) : t('slide.times', { value: twoDigits(magnification, format) })}
      </strong>
      {screenMicrons !== null && (
        <span data-tip={t('slide.screenMpp', { value: format.number(screenMicrons, 3) })}>
          {t('slide.mpp', { value: format.number(screenMicrons, screenMicrons < 1 ? 3 : 2) })}
        </span>
      )}
      {overZoom && <span>{t('slide.overZoom')}</span>}
      <span
        data-testid="slide-mpp"
        data-x={microns?.[0] ?? ''}
        data-y={microns?.[1] ?? ''}
        className={microns === null ? styles.over : styles.scanned}
        data-tip={
          microns === null
            ? t('slide.notCalibratedHint')
            : t(scanned === 'slide.ruled' ? 'slide.ruledTitle' : 'slide.mppTitle', {
                x: format.number(microns[0], 4),
                y: format.number(microns[1], 4),
              })
        }
      >
        {microns === null ? t('slide.notCalibrated') : t(scanned, { value: format.number(microns[0], 3) })}
      </span>
      <LinkNote id={id} />
      {slide.planes.length > 1 && (
        <span>
          {state.extendedFocus
            ? t('slide.planesAll', { total: String(slide.planes.length) })
            : t('slide.planeShort', {
                index: String(index),
                total: String(slide.planes.length),
                z: format.number(slide.planes[index - 1] ?? 0, 2),
              })}
        </span>
      )}
    </span>
  );
}

/** Tells the viewport how high its bar is: what stands above it keeps clear however its lines fold. */
function useBarHeight(): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bar.current;
    const place = element?.parentElement;
    if (element === null || place === null || place === undefined) return;
    const observer = new ResizeObserver(() => {
      place.style.setProperty('--slide-bar', `${String(element.offsetHeight)}px`);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return bar;
}

/** Objectives and scale of a slide, always in view. */
export function SlideBar(props: SlideProps) {
  const { id, slide, state } = props;
  const bar = useBarHeight();
  const commands = useCommands();
  const t = useTranslate();
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="group"
      aria-label={t('slide.magnification')}
      data-testid="slide-magnification"
      data-value={state.magnification ?? ''}
      data-over-zoom={state.overZoom}
    >
      <div className={styles.objectives}>
        <button
          type="button"
          className={styles.objective}
          data-magnification="fit"
          onClick={() => {
            commands.act({ type: 'fit' }, id);
          }}
        >
          {t('slide.fit')}
        </button>
        <Objectives {...props} />
      </div>
      <Readout {...props} />
      {slide.planes.length > 1 && <ExtendedFocus id={id} on={state.extendedFocus} />}
      {slide.times > 1 && <Time id={id} total={slide.times} time={state.time} />}
      <div className={styles.tools}>
        <Rotation id={id} />
        <ImageTray id={id} slide={slide} />
        <SlideSettings {...props} />
      </div>
    </div>
  );
}
