import type { OutlinedRegion } from '../../domain/hot-regions/hot-region';
import type { ViewportId } from '../../domain/ids';
import { VIEWPORT_IDS } from '../stores/initial-state';
import type { Commands } from '../app';
import type { Stores } from '../context';

/** Part of the shorter side of the viewport that a region fills when it is brought there. */
const FILLED = 0.55;

/** Brings regions of slides on screen and outlines them. */
export function createHotRegionCommands(
  { view, review }: Pick<Stores, 'view' | 'review'>,
  act: Commands['act'],
): Pick<Commands, 'outlineRegion'> {
  return {
    outlineRegion(region) {
      review.setState({ outlined: region });
      const { viewports, active } = view.getState();
      if (region === null) return;
      const shows = (id: ViewportId): boolean => viewports[id].series === region.series;
      const viewport = shows(active) ? active : VIEWPORT_IDS.find(shows);
      if (viewport === undefined) return;
      const factor = zoomTo(region, viewports[viewport].slide?.corners ?? []);
      if (factor !== null) act({ type: 'zoom-by', factor }, viewport);
      const { x, y, width, height } = region.box;
      act({ type: 'center', point: { x: x + width / 2, y: y + height / 2 } }, viewport);
    },
  };
}

/** How much nearer the view has to come; null before there is one. @param corners of the view, clockwise from the top left */
function zoomTo(
  { box }: OutlinedRegion,
  [topLeft, topRight, bottomRight]: readonly { readonly x: number; readonly y: number }[],
): number | null {
  if (topLeft === undefined || topRight === undefined || bottomRight === undefined) return null;
  const across = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y);
  const down = Math.hypot(bottomRight.x - topRight.x, bottomRight.y - topRight.y);
  return (FILLED * Math.min(across, down)) / Math.max(box.width, box.height);
}
