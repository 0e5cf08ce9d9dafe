import { addition, removal, replacement } from '../domain/review/change';
import type { ViewerEvent } from '../domain/view';
import type { createCalibrateCommands } from './commands/calibrate';
import type { createPromptCommands } from './commands/prompt';
import type { createRegionCommands } from './commands/regions';
import type { createReviewCommands } from './commands/review';
import type { createLinkCommands } from './commands/slide-link';
import type { Notify, Stores } from './context';
import type { EditHistory } from './edit-history';

/** Turns what the reader did on an image into undoable changes. */
export function handleViewerEvent(
  event: ViewerEvent,
  stores: Stores,
  history: EditHistory,
  review: Pick<ReturnType<typeof createReviewCommands>, 'moveFinding' | 'addByHand' | 'pickFinding'>,
  prompt: Pick<ReturnType<typeof createPromptCommands>, 'placePoint'>,
  regions: Pick<ReturnType<typeof createRegionCommands>, 'regionDrawn' | 'regionReshaped' | 'placeCounted' | 'countRemoved'>,
  calibration: Pick<ReturnType<typeof createCalibrateCommands>, 'rulerDrawn'>,
  links: Pick<ReturnType<typeof createLinkCommands>, 'markPlaced'>,
  notify: Notify,
): void {
  const { measurements } = stores.view.getState();
  switch (event.type) {
    case 'measurement-added':
      history.measurement(addition(measurements, event.measurement));
      stores.view.setState({ selectedMeasurement: event.measurement.id });
      if (stores.view.getState().tool === 'calibrate') calibration.rulerDrawn(event.measurement);
      return;
    case 'measurement-changed': {
      const { measurement } = event;
      history.measurement(
        replacement(measurements, measurement.id, () => measurement),
        `drag:${measurement.id}`,
      );
      return;
    }
    case 'measurement-removed':
      history.measurement(removal(measurements, event.measurement.id));
      return;
    case 'measurement-selected':
      stores.view.setState({ selectedMeasurement: event.measurement });
      return;
    case 'finding-selected':
      review.pickFinding(event.finding);
      return;
    case 'finding-moved':
      review.moveFinding(event.finding, event.box);
      return;
    case 'finding-drawn':
      review.addByHand(event.series, event.instance, event.frameNumber, event.box);
      return;
    case 'region-drawn':
      regions.regionDrawn(event.place, event.shape);
      return;
    case 'region-reshaped':
      regions.regionReshaped(event.finding, event.rings);
      return;
    case 'region-drafted':
      if (event.draft !== null || stores.view.getState().draft !== null) stores.view.setState({ draft: event.draft });
      return;
    case 'place-counted':
      regions.placeCounted(event.place, event.at);
      return;
    case 'count-removed':
      regions.countRemoved(event.finding);
      return;
    case 'point-placed':
      prompt.placePoint(event.place, event.point, event.outside);
      return;
    case 'mark-placed':
      links.markPlaced(event.series, event.point);
      return;
    case 'viewport-activated':
      stores.view.setState({ active: event.viewport });
      return;
    case 'context-lost':
      return;
    case 'context-restored':
      notify('info', 'graphics-recovered');
      return;
  }
}
