import type { Series } from '../../domain/study';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { classNames } from '../kit/class-names';
import { ChannelList } from './ChannelList';
import { Focus } from './Positions';
import { SlideBar } from './SlideBar';
import styles from './Slide.module.css';

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
      {slide.planes.length > 1 && <Focus id={id} slide={slide} state={state} />}
      <ChannelList id={id} slide={slide} />
      <SlideBar id={id} slide={slide} state={state} />
    </>
  );
}
