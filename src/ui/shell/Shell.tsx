import { lazy, Suspense, useEffect, useRef } from 'react';
import { useSession, useView } from '../app-context';
import { useKeyCommands } from '../hooks/use-key-commands';
import { useWindowDrop } from '../hooks/use-window-drop';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { ErrorBoundary } from '../kit/ErrorBoundary';
import { Message } from '../kit/Message';
import { TooltipLayer } from '../kit/TooltipLayer';
import { FileReport } from '../panels/FileReport';
import { AnswersPanel } from '../panels/AnswersPanel';
import { FindingsPanel } from '../panels/FindingsPanel';
import { MeasurementsPanel } from '../panels/MeasurementsPanel';
import { ModelsPanel } from '../panels/ModelsPanel';
import { SeriesStrip } from '../panels/SeriesStrip';
import { RegionsPanel } from '../regions/RegionsPanel';
import { DialogHost } from '../screens/DialogHost';
import { StartScreen } from '../screens/StartScreen';
import { LinkGuide } from '../slide/LinkGuide';
import { ViewportGrid } from '../viewport/ViewportGrid';
import { Banners, ResearchLine } from './Banners';
import { Notices } from './Notices';
import { PackagePicker } from './PackagePicker';
import { TopBar } from './TopBar';
import { ViewToolbar } from './ViewToolbar';
import styles from './Shell.module.css';

/** Fetched when it is first opened. */
const CellGallery = lazy(async () => ({ default: (await import('../gallery/CellGallery')).CellGallery }));

/** F1, F8 and the undo keys act wherever the focus is. */
function useWindowKeys(): void {
  const keys = useKeyCommands('everywhere');
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      keys(event);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [keys]);
}

function DropHint() {
  const { over, collecting } = useWindowDrop();
  const t = useTranslate();
  return (
    <>
      {over && <div className={styles.drop}>{t('open.dropNow')}</div>}
      {collecting !== null && collecting > 0 && (
        <Message level="info" live="status" className={styles.collecting}>
          {t('open.collecting', { count: collecting })}
        </Message>
      )}
    </>
  );
}

/** The whole window. The viewports stand in it from the first render on, under the start screen while nothing is open. */
export function Shell() {
  const open = useSession((session) => session.series.length > 0);
  const reading = useSession((session) => session.progress !== null);
  const gallery = useView((view) => view.gallery.open) && open;
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const t = useTranslate();
  useWindowKeys();
  return (
    <PackagePicker>
      <div className={styles.shell}>
        <header>
          <TopBar files={files} folder={folder} />
          <ResearchLine />
          <Banners />
        </header>
        <main className={classNames(styles.main, !open && styles.solo, gallery && styles.withGallery)} aria-label={t('shell.main')}>
          {open && (
            <aside className={classNames(styles.side, styles.left)} aria-label={t('shell.seriesStrip')} tabIndex={-1}>
              <ErrorBoundary>
                <SeriesStrip />
              </ErrorBoundary>
            </aside>
          )}
          <div className={styles.centre}>
            {open && <ViewToolbar />}
            <div className={styles.viewer}>
              <ErrorBoundary>
                <div className={open ? undefined : styles.covered} inert={!open}>
                  <ViewportGrid idle={!open && !reading} />
                  <LinkGuide />
                </div>
              </ErrorBoundary>
              {!open && (
                <div className={styles.start}>
                  <StartScreen files={files} folder={folder} />
                </div>
              )}
            </div>
          </div>
          {open && (
            <aside className={classNames(styles.side, styles.right)} aria-label={t('shell.sidePanel')} tabIndex={-1}>
              <ErrorBoundary>
                <ModelsPanel />
              </ErrorBoundary>
              <ErrorBoundary>
                <AnswersPanel />
              </ErrorBoundary>
              <ErrorBoundary>
                <RegionsPanel />
              </ErrorBoundary>
              <ErrorBoundary>
                {/* The gallery shows the same findings: no list of them is kept up to date behind it. */}
                {!gallery && <FindingsPanel />}
              </ErrorBoundary>
              <ErrorBoundary>
                <MeasurementsPanel />
              </ErrorBoundary>
            </aside>
          )}
          {gallery && (
            <ErrorBoundary>
              <Suspense>
                <CellGallery />
              </Suspense>
            </ErrorBoundary>
          )}
          <Notices />
        </main>
        <footer>
          <ErrorBoundary>
            <FileReport />
          </ErrorBoundary>
        </footer>
        <DropHint />
        <DialogHost />
        <TooltipLayer />
      </div>
    </PackagePicker>
  );
}
