import { useRef, useState } from 'react';
import { Crosshair, Link2, Link2Off, Plus } from 'lucide-react';
import { linkOf, type SlideLink } from '../../domain/slide-link';
import { slidePair } from '../../domain/slide-pair';
import { useCommands, useSession, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { Menu } from '../kit/Menu';

/** The link of the two slides that hang beside one another. */
export function useSlideLink(): SlideLink | null {
  return useView((view) => {
    const pair = slidePair(view);
    return pair === null ? null : linkOf(view.slideLinks.links, pair[0].series, pair[1].series);
  });
}

/** Are there two slides to be linked, on screen or open? */
export function useLinkableSlides(): boolean {
  const slides = useSession(({ series }) => series.filter(({ slide }) => slide !== undefined).length);
  return useView((view) => slidePair(view) !== null || (slides > 1 && view.layout === '1x1' && view.viewports[view.active].slide !== null));
}

/** How well the marks of a link fit, in words. */
export function useLinkError(): (link: SlideLink) => string {
  const t = useTranslate();
  const format = useFormat();
  return ({ error, calibrated, pairs }) => {
    if (error === null) return t('link.marks', { count: pairs.length });
    const value = format.number(error, error < 10 ? 1 : 0);
    return `${t(calibrated ? 'link.errorMicrons' : 'link.errorPixels', { value })} · ${t('link.marks', { count: pairs.length })}`;
  };
}

/** Links two slides, or says how they are linked and undoes it. */
export function LinkButton() {
  const commands = useCommands();
  const t = useTranslate();
  const words = useLinkError();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const aligning = useView((view) => view.slideLinks.alignment !== null);
  const link = useSlideLink();
  const state = aligning ? 'aligning' : link === null ? 'off' : 'linked';
  const label = aligning ? t('link.cancel') : link === null ? t('link.start') : t('link.linked', { error: words(link) });
  return (
    <>
      <IconButton
        ref={anchor}
        icon={Link2}
        label={label}
        pressed={state !== 'off'}
        data-testid="slide-link"
        data-state={state}
        data-error-um={link?.calibrated === true && link.error !== null ? Number(link.error.toFixed(3)) : ''}
        onClick={() => {
          if (aligning) commands.cancelAlignment();
          else if (link === null) commands.alignSlides();
          else setOpen(!open);
        }}
      />
      {open && link !== null && (
        <Menu
          anchor={anchor}
          label={label}
          entries={[
            { id: 'unlink', label: t('link.unlink'), icon: Link2Off, testId: 'slide-unlink', run: commands.unlinkSlides },
            { id: 'realign', label: t('link.realign'), icon: Crosshair, testId: 'slide-realign', run: commands.alignSlides },
            { id: 'add', label: t('link.addMark'), icon: Plus, testId: 'slide-link-add', run: commands.addSlideMark },
          ]}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
