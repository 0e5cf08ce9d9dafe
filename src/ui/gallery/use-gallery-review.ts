import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { galleryCommand } from '../../domain/gallery/gallery-keys';
import { moveFrom, type GalleryLayout } from '../../domain/gallery/gallery-layout';
import { afterJudging, chosenIds, NO_SELECTION, pick, type GallerySelection, type Picking } from '../../domain/gallery/gallery-selection';
import type { FindingId } from '../../domain/ids';
import { resolveKey } from '../../domain/keymap';
import type { Verdict } from '../../domain/review/verdicts';
import { useApp, useReview } from '../app-context';
import { useKeyCommands } from '../hooks/use-key-commands';
import { useTranslate } from '../i18n/language';
import type { Gallery } from './use-gallery';

/** The image follows the keys once they rest, ms: a slide is not dragged through all that lies between. */
const FOLLOW = 180;

export interface GalleryReview {
  readonly selection: GallerySelection;
  /** What a verdict goes to. */
  readonly ids: readonly FindingId[];
  /** What the last verdict did, in words. */
  readonly said: string;
  readonly several: boolean;
  toggleSeveral(): void;
  selectAll(): void;
  judge(ids: readonly FindingId[], verdict: Verdict): void;
  onKey(event: KeyboardEvent, layout: GalleryLayout, page: number): void;
  onPick(event: MouseEvent, index: number): void;
}

/** Selection and verdicts of the gallery: all of them are those of the review, in its one history. */
export function useGalleryReview({ order, classes, labels, findings }: Gallery): GalleryReview {
  const app = useApp();
  const { commands } = app;
  const t = useTranslate();
  const keys = useKeyCommands('review');
  const [selection, setSelection] = useState<GallerySelection>(NO_SELECTION);
  const [said, setSaid] = useState('');
  const [several, setSeveral] = useState(false);
  const follow = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const picked = useReview((review) => review.selected);
  const ids = useMemo(() => chosenIds(selection), [selection]);

  // What is picked on the image has the keys here too.
  const [seen, setSeen] = useState(picked);
  if (picked !== seen) {
    setSeen(picked);
    if (picked !== null && picked !== selection.active && order.includes(picked))
      setSelection({ ...NO_SELECTION, active: picked, anchor: picked });
  }
  // What the filter or another series takes away has neither keys nor verdicts.
  const gone = selection.active !== null && !order.includes(selection.active);
  if (gone) setSelection(NO_SELECTION);

  useEffect(
    () => () => {
      clearTimeout(follow.current);
    },
    [],
  );

  /** Brings the image to a cell, its series on screen first. */
  const show = useCallback(
    (id: FindingId | null, delay: number): void => {
      clearTimeout(follow.current);
      if (id === null) return;
      follow.current = setTimeout(() => {
        const finding = app.review.getState().findings.find((candidate) => candidate.id === id);
        const { viewports, active } = app.view.getState();
        if (finding !== undefined && viewports[active].series !== finding.series) commands.showSeries(finding.series);
        commands.selectFinding(id);
      }, delay);
    },
    [app, commands],
  );

  const judge = (judged: readonly FindingId[], verdict: Verdict): void => {
    if (judged.length === 0) return;
    // The next cell takes the keys, so that a whole class is judged without looking up.
    const next =
      judged.includes(selection.active ?? ('' as FindingId)) || selection.active === null ? afterJudging(order, judged) : selection.active;
    commands.judge(judged, verdict);
    setSelection({ active: next, anchor: next, chosen: new Set() });
    show(next, FOLLOW);
    const count = judged.length;
    if (verdict.say === 'relabel') setSaid(t('gallery.moved', { count, label: labels.nameOf(verdict.label) }));
    else setSaid(t(verdict.say === 'accept' ? 'gallery.accepted' : 'gallery.rejected', { count }));
  };

  const choose = (to: number, how: Picking): void => {
    const next = pick(selection, order, to, how);
    setSelection(next);
    show(next.active, how === 'alone' ? 0 : FOLLOW);
  };

  const selectGroup = (): void => {
    const label = findings.find(({ id }) => id === selection.active)?.label;
    const shown = new Set(order);
    const group = findings.filter((finding) => finding.label === label && shown.has(finding.id));
    setSelection({ ...selection, chosen: new Set(group.map(({ id }) => id)) });
  };

  const onKey = (event: KeyboardEvent, layout: GalleryLayout, page: number): void => {
    const command = galleryCommand(event);
    if (command === null) {
      const known = resolveKey(app.settings.getState().keymap, event, 'review');
      if (known?.do === 'accept-finding') judge(ids, { say: 'accept' });
      else if (known?.do === 'reject-finding') judge(ids, { say: 'reject' });
      else {
        keys(event);
        return;
      }
    } else {
      const at = selection.active === null ? -1 : order.indexOf(selection.active);
      switch (command.do) {
        case 'move': {
          const to = at < 0 ? 0 : moveFrom(layout, at, command.move, page);
          if (command.extend) choose(to, 'stretch');
          else {
            const next = pick(selection, order, to, 'alone');
            setSelection(next);
            show(next.active, FOLLOW);
          }
          break;
        }
        case 'class': {
          const label = classes[command.number - 1];
          if (label !== undefined) judge(ids, { say: 'relabel', label });
          break;
        }
        case 'accept':
          judge(ids, { say: 'accept' });
          break;
        case 'reject':
          judge(ids, { say: 'reject' });
          break;
        case 'toggle':
          if (at >= 0) setSelection(pick({ ...selection, active: null }, order, at, 'toggle'));
          break;
        case 'select-class':
          selectGroup();
          break;
        case 'clear':
          if (selection.chosen.size > 0) setSelection({ ...selection, chosen: new Set() });
          else commands.setGallery({ open: false });
          break;
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    selection,
    ids,
    said,
    several,
    toggleSeveral: () => {
      setSeveral(!several);
    },
    selectAll: () => {
      setSelection({ ...selection, chosen: new Set(order) });
    },
    judge,
    onKey,
    onPick: (event, index) => {
      choose(index, event.shiftKey ? 'stretch' : several || event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
    },
  };
}
