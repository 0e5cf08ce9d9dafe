import type { ViewportId } from '../domain/ids';
import type { Layout } from '../domain/view';
import type { ViewState } from './app';

export const VISIBLE_VIEWPORTS: Readonly<Record<Layout, readonly ViewportId[]>> = {
  '1x1': ['v1'],
  '1x2': ['v1', 'v2'],
  '2x1': ['v1', 'v2'],
  '2x2': ['v1', 'v2', 'v3', 'v4'],
  compare: ['v1', 'v2'],
  planes: ['v1', 'v2', 'v3'],
};

/** Viewports that share pan and zoom, the active one first: as chosen, and always under a divider. */
export function linkedViewports({ layout, linked, active }: Pick<ViewState, 'layout' | 'linked' | 'active'>): readonly ViewportId[] {
  const visible = VISIBLE_VIEWPORTS[layout];
  const share = layout === 'compare' || (linked && layout !== 'planes' && layout !== '1x1');
  return share ? [...visible].sort((a, b) => Number(b === active) - Number(a === active)) : [];
}
