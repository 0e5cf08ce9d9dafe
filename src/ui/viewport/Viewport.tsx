import { useEffect, useRef, type DragEvent, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { seriesId, type ViewportId } from '../../domain/ids';
import { isDocumentKind } from '../../domain/study';
import { useCommands, useView } from '../app-context';
import { DocumentStage } from '../documents/DocumentStage';
import { useSeries, useStudy } from '../hooks/use-active-series';
import { useKeyCommands } from '../hooks/use-key-commands';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { Menu } from '../kit/Menu';
import { Message } from '../kit/Message';
import { SERIES_DRAG_TYPE } from '../panels/series-drag';
import { SlideFurniture } from '../slide/SlideFurniture';
import { CineControls, SliceSlider } from './Controls';
import { useIdentityColor } from './identity-color';
import { Overlays } from './Overlays';
import { seriesTitle } from './texts';
import { usePressMenu } from './use-press-menu';
import { useViewMenu } from './use-view-menu';
import styles from './Viewport.module.css';

export interface ViewportProps {
  readonly id: ViewportId;
  readonly number: number;
  /** Nothing is open: the viewer is not asked for a canvas yet. */
  readonly idle: boolean;
  readonly oneUp: { readonly on: boolean; readonly available: boolean; toggle(): void };
}

/** The element the viewer draws into. It belongs to the viewer: React puts nothing inside. */
function Stage({ id }: { readonly id: ViewportId }) {
  const commands = useCommands();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => (element.current === null ? undefined : commands.attachViewport(id, element.current)), [commands, id]);
  return <div ref={element} className={styles.stage} data-viewport-stage={id} />;
}

export function Viewport({ id, number, idle, oneUp }: ViewportProps) {
  const commands = useCommands();
  const t = useTranslate();
  const state = useView((view) => view.viewports[id].state);
  const error = useView((view) => view.viewports[id].error);
  const index = useView((view) => view.viewports[id].index);
  const total = useView((view) => view.viewports[id].total);
  // To a hundredth of a percent: the last digits of a zoom mean nothing.
  const zoom = useView((view) => Number(view.viewports[id].zoom.toFixed(4)));
  // Planes are small and read by hand: no room is taken for a cine.
  const cine = useView((view) => view.viewports[id].cine !== null && view.viewports[id].plane === null);
  const active = useView((view) => view.active === id);
  const plane = useView((view) => view.viewports[id].plane);
  const tool = useView((view) => view.tool);
  const series = useSeries(useView((view) => view.viewports[id].series));
  const identity = useIdentityColor(useStudy(series));
  const pending = useView((view) => view.viewports[id].slide?.tilesPending);
  const failed = useView((view) => view.viewports[id].slide?.tilesFailed);
  const keys = useKeyCommands('viewport');
  const menu = usePressMenu();
  const entries = useViewMenu(id, oneUp.available ? oneUp : undefined);
  const element = useRef<HTMLDivElement>(null);

  const openMenu = (): void => {
    const box = element.current?.getBoundingClientRect();
    if (box !== undefined && state === 'ready') menu.open({ x: box.left + box.width / 3, y: box.top + box.height / 3 });
  };
  const onDrop = (event: DragEvent): void => {
    const dragged = event.dataTransfer.getData(SERIES_DRAG_TYPE);
    if (dragged === '') return;
    event.preventDefault();
    event.stopPropagation();
    commands.showSeries(seriesId(dragged), id);
  };
  const hidden = useView((view) => view.identityHidden);
  const drawing = !['window', 'scroll', 'pan', 'zoom', 'select'].includes(tool);
  const title = series === null ? t('viewport.noImage') : seriesTitle(series, hidden, t);
  const content = plane === null ? title : `${title}, ${t(`plane.${plane}`)}`;

  /** A table or a text has a focus and keys of its own. */
  const reading = series !== null && isDocumentKind(series.kind);
  const slide = series?.slide !== undefined;
  const inStage = (target: EventTarget): boolean => target instanceof Element && target.closest('[data-viewport-stage]') !== null;
  /** An application in the sense of ARIA: it has keys and gestures of its own, all of which also have a button. */
  const interaction = {
    role: reading ? 'region' : 'application',
    tabIndex: idle || reading ? -1 : 0,
    onFocus: () => {
      commands.activate(id);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!reading) keys(event, { openMenu });
    },
    onPointerDownCapture: (event: PointerEvent) => {
      if (reading) return;
      menu.onPointerDownCapture(event);
      // The viewer cancels the default of a press, which is what would give the focus.
      if (inStage(event.target)) element.current?.focus({ preventScroll: true });
    },
    onContextMenu: (event: MouseEvent) => {
      // A text is there to be copied.
      if (!reading) event.preventDefault();
    },
    onDoubleClick: (event: MouseEvent) => {
      if (inStage(event.target) && oneUp.available && !drawing) oneUp.toggle();
    },
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(SERIES_DRAG_TYPE)) event.preventDefault();
    },
    onDrop,
  };

  return (
    <div
      ref={element}
      className={classNames(
        styles.viewport,
        active && styles.active,
        total > 1 && styles.scrollable,
        cine && styles.hasCine,
        slide && styles.hasSlideBar,
      )}
      data-testid="viewport"
      data-viewport={id}
      data-state={state}
      data-kind={series?.kind ?? ''}
      data-index={index}
      data-total={total}
      data-plane={plane ?? undefined}
      data-zoom={zoom}
      data-tiles-pending={pending}
      data-tiles-failed={failed}
      aria-roledescription={reading ? undefined : t('viewport.role')}
      aria-label={t('viewport.name', { number, content })}
      {...interaction}
    >
      {!idle && <Stage id={id} />}
      {identity !== null && <div className={styles.identity} style={{ background: identity }} />}
      {series !== null && state === 'ready' && reading && <DocumentStage series={series} />}
      {series !== null && state === 'ready' && !reading && <Overlays id={id} series={series} />}
      {state === 'ready' && !reading && !slide && <SliceSlider id={id} />}
      {series !== null && state === 'ready' && slide && <SlideFurniture id={id} series={series} />}
      {state === 'ready' && cine && <CineControls id={id} />}
      {state === 'empty' && !idle && <div className={classNames(styles.notice, styles.opaque)}>{t('viewport.empty')}</div>}
      {state === 'loading' && (
        <div className={styles.notice} role="status">
          {t('viewport.loading')}
        </div>
      )}
      {state === 'error' && (
        <div className={classNames(styles.notice, styles.opaque)}>
          <Message level="error" live="alert">
            <strong>{t.error(error ?? 'render-failed').title}</strong>
            <p>{t.error(error ?? 'render-failed').advice}</p>
          </Message>
        </div>
      )}
      {menu.at !== null && <Menu anchor={menu.at} label={t('viewport.menu')} entries={entries} onClose={menu.close} />}
    </div>
  );
}
