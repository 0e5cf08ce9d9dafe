import { useMemo } from 'react';
import { Layers, X } from 'lucide-react';
import { labelTargets } from '../../domain/label-overlay';
import type { Series } from '../../domain/study';
import { useCommands, useSession, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import styles from './SeriesStrip.module.css';

/** Offers to lay a volume over another with the same voxels, as a label map; or takes it off again. */
export function LabelsButton({ series }: { readonly series: Series }) {
  const commands = useCommands();
  const all = useSession((session) => session.series);
  const shown = useView((view) => view.labels.some(({ source }) => source === series.id));
  const active = useView((view) => view.viewports[view.active].series);
  const t = useTranslate();
  const targets = useMemo(() => labelTargets(all, series), [all, series]);
  const target = targets.find(({ id }) => id === active) ?? targets[0];
  if (target === undefined && !shown) return null;
  const Icon = shown ? X : Layers;
  return (
    <button
      type="button"
      className={styles.labels}
      data-testid="open-as-labels"
      data-shown={shown}
      onClick={() => {
        if (shown || target === undefined) {
          commands.closeLabels(series.id);
          return;
        }
        // The labels themselves are of no use on their own: the image they lie on shows.
        if (active === series.id) commands.showSeries(target.id);
        void commands.openAsLabels(series.id, target.id);
      }}
    >
      <Icon size={14} aria-hidden="true" />
      <span>{t(shown ? 'series.labelsOff' : 'series.labelsOn')}</span>
    </button>
  );
}
