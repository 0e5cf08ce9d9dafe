import { boundaryWatershed } from './boundary-watershed';
import { cellposeFlows } from './cellpose-flows';
import { connectedComponents } from './connected-components';
import { hoverNet } from './hover-net';
import { starDist } from './star-dist';
import { watershed } from './watershed';

/** Objects told apart from one another. */
export const INSTANCE_STEPS = {
  'BoundaryWatershed@1': boundaryWatershed,
  'CellposeFlows@1': cellposeFlows,
  'ConnectedComponents@1': connectedComponents,
  'HoVerNet@1': hoverNet,
  'StarDist@1': starDist,
  'Watershed@1': watershed,
} as const;
