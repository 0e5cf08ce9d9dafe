import type { Series } from '../../domain/study';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { classNames } from '../kit/class-names';
import { Slider } from '../kit/Field';
import viewportStyles from '../viewport/Viewport.module.css';
import { ChannelList } from './ChannelList';
import { SlideBar } from './SlideBar';
import styles from './Slide.module.css';

/** Height of the focal plane, as on a microscope's fine focus. */
function Focus({ id, planes }: { readonly id: ViewportId; readonly planes: readonly number[] }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const index = useView((view) => view.viewports[id].index);
  const values = { index: String(index), total: String(planes.length), z: format.number(planes[index - 1] ?? 0, 2) };
  return (
    <div data-testid="slide-z" data-index={index} data-total={planes.length} data-value={planes[index - 1] ?? 0}>
      <Slider
        label={t('slide.plane')}
        className={viewportStyles.slider}
        value={index}
        minimum={1}
        maximum={planes.length}
        step={1}
        valueText={t('slide.planeValue', values)}
        onChange={(value) => {
          commands.act({ type: 'go-to', index: value }, id);
        }}
      />
    </div>
  );
}

/** What is still on its way, and what could not be read. */
function TileStatus({ id, pending, failed }: { readonly id: ViewportId; readonly pending: number; readonly failed: number }) {
  const commands = useCommands();
  const t = useTranslate();
  if (pending === 0 && failed === 0) return null;
  return (
    <div className={classNames(styles.status, failed === 0 && styles.waiting)} role="status">
      {failed > 0 && (
        <>
          <span className={styles.failed}>{t('slide.failed', { count: failed })}</span>
          <Button
            look="quiet"
            onClick={() => {
              commands.act({ type: 'retry' }, id);
            }}
          >
            {t('slide.retry')}
          </Button>
        </>
      )}
      {failed === 0 && <span>{t('slide.pending', { count: pending })}</span>}
    </div>
  );
}

/** Everything around a slide that other images do not have. */
export function SlideFurniture({ id, series }: { readonly id: ViewportId; readonly series: Series }) {
  const state = useView((view) => view.viewports[id].slide);
  const { slide } = series;
  if (slide === undefined || state === null) return null;
  return (
    <>
      <TileStatus id={id} pending={state.tilesPending} failed={state.tilesFailed} />
      {slide.planes.length > 1 && <Focus id={id} planes={slide.planes} />}
      <ChannelList id={id} slide={slide} />
      <SlideBar id={id} slide={slide} state={state} />
    </>
  );
}
