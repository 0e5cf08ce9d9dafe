import { createViewer } from '../../../src/viewer/create-viewer';
import type { Viewer } from '../../../src/viewer/viewer';
import type { ViewportId } from '../../../src/domain/ids';
import type { Measurement, ViewerEvent, ViewportState } from '../../../src/domain/view';
import { CINE, CT, PHOTO, RAMP, SOURCE, WIDE } from './phantoms';
import { BROKEN, FLUORESCENCE, LIVING, SLIDE, TILES, UNCALIBRATED } from './slides';

/** What the browser tests drive. */
export interface Harness {
  readonly viewer: Viewer;
  readonly series: {
    readonly ct: typeof CT;
    readonly photo: typeof PHOTO;
    readonly cine: typeof CINE;
    readonly ramp: typeof RAMP;
    readonly wide: typeof WIDE;
    readonly slide: typeof SLIDE;
    readonly uncalibrated: typeof UNCALIBRATED;
    readonly fluorescence: typeof FLUORESCENCE;
    readonly broken: typeof BROKEN;
    readonly living: typeof LIVING;
  };
  /** What was read of the slides, by series. */
  readonly tiles: typeof TILES;
  readonly events: ViewerEvent[];
  readonly violations: string[];
  readonly states: { current: Readonly<Record<ViewportId, ViewportState>> | null };
  measurements: readonly Measurement[];
}

declare global {
  interface Window {
    harness?: Harness;
  }
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${String(event.lineNumber)} ${event.sample}`);
});

const events: ViewerEvent[] = [];
const states: Harness['states'] = { current: null };
const viewer = await createViewer({
  frames: SOURCE,
  tiles: ({ id }) => {
    const tiles = TILES[id];
    if (tiles === undefined) throw new Error(`no tiles of ${id}`);
    return tiles;
  },
  onState: (viewports) => {
    states.current = viewports;
  },
  onEvent: (event) => {
    events.push(event);
    const harness = window.harness;
    if (harness === undefined) return;
    if (event.type === 'measurement-added') harness.measurements = [...harness.measurements, event.measurement];
    else if (event.type === 'measurement-changed') {
      harness.measurements = harness.measurements.map((item) => (item.id === event.measurement.id ? event.measurement : item));
    } else if (event.type === 'measurement-removed')
      harness.measurements = harness.measurements.filter((item) => item.id !== event.measurement.id);
    else return;
    viewer.setMeasurements(harness.measurements, event.measurement.id);
  },
});
for (const id of ['v1', 'v2'] as const) {
  const element = document.getElementById(id);
  if (element instanceof HTMLDivElement) viewer.attach(id, element);
}
window.harness = {
  viewer,
  series: {
    ct: CT,
    photo: PHOTO,
    cine: CINE,
    ramp: RAMP,
    wide: WIDE,
    slide: SLIDE,
    uncalibrated: UNCALIBRATED,
    fluorescence: FLUORESCENCE,
    broken: BROKEN,
    living: LIVING,
  },
  tiles: TILES,
  events,
  violations,
  states,
  measurements: [],
};
