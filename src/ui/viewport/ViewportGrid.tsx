import { useState } from 'react';
import type { ViewportId } from '../../domain/ids';
import type { Layout } from '../../domain/view';
import { useView } from '../app-context';
import { classNames } from '../kit/class-names';
import { Viewport } from './Viewport';
import styles from './Viewport.module.css';

const CELLS: Readonly<Record<Layout, readonly ViewportId[]>> = {
  '1x1': ['v1'],
  '1x2': ['v1', 'v2'],
  '2x1': ['v1', 'v2'],
  '2x2': ['v1', 'v2', 'v3', 'v4'],
  planes: ['v1', 'v2', 'v3'],
};

/** One to four viewports. One-up lays one of them over all without changing the layout. */
export function ViewportGrid({ idle }: { readonly idle: boolean }) {
  const layout = useView((view) => view.layout);
  const [raised, setRaised] = useState<ViewportId | null>(null);
  const cells = CELLS[layout];
  const oneUp = raised !== null && cells.length > 1 && cells.includes(raised) ? raised : null;
  const [rows, columns] = oneUp === null ? layout.split('x') : ['1', '1'];
  const planes = layout === 'planes' && oneUp === null;
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
