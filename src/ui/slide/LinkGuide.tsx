import { useEffect } from 'react';
import { expectedSide, NEEDED_PAIRS, type Alignment } from '../../domain/slide-link';
import { useCommands, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import styles from './Slide.module.css';

/** Where the slide hangs on which a mark is expected, in words. */
function usePlace({ slides, ...rest }: Alignment): string {
  const t = useTranslate();
  const series = slides[expectedSide({ slides, ...rest })];
  const layout = useView((view) => view.layout);
  const number = useView(({ viewports }) => (['v1', 'v2', 'v3', 'v4'] as const).findIndex((id) => viewports[id].series === series) + 1);
  if (layout === '1x2') return t(number === 1 ? 'link.place.left' : 'link.place.right');
  if (layout === '2x1') return t(number === 1 ? 'link.place.top' : 'link.place.bottom');
  return t('link.place.view', { number });
}

function Steps({ alignment }: { readonly alignment: Alignment }) {
  const commands = useCommands();
  const t = useTranslate();
  const place = usePlace(alignment);
  const { pairs, pending, wanted, refused } = alignment;
  const values = { number: String(pairs.length + 1), total: String(wanted), place };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      commands.cancelAlignment();
    };
    // Before anything else takes the key: what is under way is what is called off.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [commands]);
  return (
    <div className={styles.guide} role="group" aria-label={t('link.title')} data-testid="slide-link-guide" data-pairs={pairs.length}>
      <p role="status">
        {refused && <span className={styles.warning}>{t('link.refused')} </span>}
        {t(pending === null ? 'link.first' : 'link.second', values)}
      </p>
      <div className={styles.guideActions}>
        <Button
          data-testid="slide-link-center"
          onClick={() => {
            commands.markSlideCenter();
          }}
        >
          {t('link.center', { place })}
        </Button>
        {pairs.length > 0 && wanted === NEEDED_PAIRS && (
          <Button
            data-testid="slide-link-one"
            onClick={() => {
              commands.linkByOneMark();
            }}
          >
            {t('link.one')}
          </Button>
        )}
        <Button
          look="quiet"
          data-testid="slide-link-cancel"
          onClick={() => {
            commands.cancelAlignment();
          }}
        >
          {t('link.cancelKey')}
        </Button>
      </div>
    </div>
  );
}

/** Says, while two slides are being aligned, where to click next. */
export function LinkGuide() {
  const alignment = useView((view) => view.slideLinks.alignment);
  return alignment === null ? null : <Steps alignment={alignment} />;
}
