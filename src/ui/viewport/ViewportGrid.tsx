import { useState } from 'react';
import type { ViewportId } from '../../domain/ids';
import type { Layout } from '../../domain/view';
import type { Series } from '../../domain/study';
import { useView } from '../app-context';
import { useSeries } from '../hooks/use-active-series';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { CompareSlider } from './CompareSlider';
import { seriesTitle } from './texts';
import { Viewport } from './Viewport';
import styles from './Viewport.module.css';

const CELLS: Readonly<Record<Layout, readonly ViewportId[]>> = {
  '1x1': ['v1'],
  '1x2': ['v1', 'v2'],
  '2x1': ['v1', 'v2'],
  '2x2': ['v1', 'v2', 'v3', 'v4'],
  compare: ['v1', 'v2'],
  planes: ['v1', 'v2', 'v3'],
};

const NO_ONE_UP = { on: false, available: false, toggle: () => undefined };

/** Two images in one place: what is left of the divider shows the first, what is right of it the second. Neither is drawn anew. */
function Compared({ idle }: { readonly idle: boolean }) {
  const [position, setPosition] = useState(50);
  const t = useTranslate();
  const hidden = useView((view) => view.identityHidden);
  const first = useSeries(useView((view) => view.viewports.v1.series));
  const second = useSeries(useView((view) => view.viewports.v2.series));
  const name = (series: Series | null): string => (series === null ? t('viewport.noImage') : seriesTitle(series, hidden, t));
  return (
    <div className={styles.compared}>
      <div className={styles.layer}>
        <Viewport id="v1" number={1} idle={idle} oneUp={NO_ONE_UP} />
      </div>
      <div className={styles.layer} style={{ clipPath: `inset(0 0 0 ${String(position)}%)` }}>
        <Viewport id="v2" number={2} idle={idle} oneUp={NO_ONE_UP} />
      </div>
      <CompareSlider position={position} onMove={setPosition} names={[name(first), name(second)]} />
    </div>
  );
}

/** One to four viewports. One-up lays one of them over all without changing the layout. */
export function ViewportGrid({ idle }: { readonly idle: boolean }) {
  const layout = useView((view) => view.layout);
  const [raised, setRaised] = useState<ViewportId | null>(null);
  const cells = CELLS[layout];
  const oneUp = raised !== null && cells.length > 1 && cells.includes(raised) ? raised : null;
  const [rows, columns] = oneUp === null ? layout.split('x') : ['1', '1'];
  const planes = layout === 'planes' && oneUp === null;
  if (layout === 'compare') return <Compared idle={idle} />;
  return (
    <div
      className={classNames(styles.grid, planes && styles.planes)}
      style={
        planes
          ? undefined
          : {
              gridTemplateRows: `repeat(${rows ?? '1'}, minmax(0, 1fr))`,
              gridTemplateColumns: `repeat(${columns ?? '1'}, minmax(0, 1fr))`,
            }
      }
    >
      {(oneUp === null ? cells : [oneUp]).map((id) => (
        <Viewport
          key={id}
          id={id}
          number={cells.indexOf(id) + 1}
          idle={idle}
          oneUp={{
            on: oneUp !== null,
            available: cells.length > 1,
            toggle: () => {
              setRaised(oneUp === null ? id : null);
            },
          }}
        />
      ))}
    </div>
  );
}
