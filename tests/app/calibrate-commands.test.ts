import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createCalibrateCommands } from '../../src/app/commands/calibrate';
import type { Stores } from '../../src/app/context';
import { EditHistory } from '../../src/app/edit-history';
import { SessionCalibrations } from '../../src/app/session-calibrations';
import { INITIAL_REVIEW, INITIAL_SESSION, INITIAL_VIEW } from '../../src/app/stores/initial-state';
import { measure } from '../../src/domain/geometry/measurement';
import { instanceId, measurementId, seriesId } from '../../src/domain/ids';
import { addition } from '../../src/domain/review/change';
import type { Series } from '../../src/domain/study';
import type { Measurement } from '../../src/domain/view';
import { frameOf, imageInstance, seriesOf } from '../fixtures/series';

const photo = (id: string): Series => {
  const instance = imageInstance({ id: instanceId(id) });
  return seriesOf(instance, { id: seriesId(`s-${id}`), kind: 'photo', frames: [frameOf(instance, { spacing: null })] });
};
const points = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
];
const ruler: Measurement = {
  id: measurementId('ruler'),
  series: seriesId('s-a'),
  instance: instanceId('a'),
  frameNumber: 1,
  kind: 'length',
  points,
  text: '',
  statistics: null,
  ...measure('length', points, null),
};

describe('calibrating by a ruler', () => {
  const files = [photo('a'), photo('b')];
  let stores: Stores;
  let history: EditHistory;
  let commands: ReturnType<typeof createCalibrateCommands>;
  let changed: (readonly string[])[];

  beforeEach(() => {
    stores = {
      session: createStore(() => ({ ...INITIAL_SESSION })),
      view: createStore(() => ({ ...INITIAL_VIEW })),
      review: createStore(() => ({ ...INITIAL_REVIEW })),
    } as unknown as Stores;
    changed = [];
    const calibrations = new SessionCalibrations(stores, (series) => changed.push(series.map(({ id }) => id)));
    history = new EditHistory(stores.review, stores.view, calibrations);
    commands = createCalibrateCommands(stores, { history, calibrations });
    stores.session.setState({ series: calibrations.applied(files) });
    history.measurement(addition([], ruler));
  });
  const spacings = (): readonly (number | undefined)[] =>
    stores.session.getState().series.map(({ frames: [frame] }) => frame?.spacing?.column);
  const length = (): unknown => stores.view.getState().measurements[0];

  it('asks for the length of the line that was drawn, then measures the next', () => {
    commands.startCalibration();
    expect(stores.view.getState().tool).toBe('calibrate');
    commands.rulerDrawn(ruler);
    expect(stores.view.getState()).toMatchObject({ tool: 'length', calibrating: ruler.id });
    commands.leaveCalibration();
    expect(stores.view.getState().calibrating).toBeNull();
    expect(spacings()).toEqual([undefined, undefined]);
  });

  it('calibrates this image, or all as large; undone, redone and removed as one step', () => {
    commands.calibrate(ruler.id, 50, 'image');
    expect(spacings()).toEqual([0.5, undefined]);
    expect(changed).toEqual([['s-a']]);
    expect(length()).toMatchObject({ value: 50, unit: 'mm', calibration: 'manual' });
    history.undo();
    expect(spacings()).toEqual([undefined, undefined]);
    expect(length()).toMatchObject({ value: 100, unit: 'px' });
    commands.calibrate(ruler.id, 50, 'same-size');
    expect(spacings()).toEqual([0.5, 0.5]);
    expect(commands.calibrationTargets(instanceId('b'))).toEqual({ alike: 2, together: 2 });
    commands.removeCalibration(instanceId('b'));
    expect(spacings()).toEqual([undefined, undefined]);
    history.undo();
    expect(spacings()).toEqual([0.5, 0.5]);
    history.undo();
    history.redo();
    expect(spacings()).toEqual([0.5, 0.5]);
  });

  it('lets series that do not change be what they were', () => {
    const [, before] = stores.session.getState().series;
    commands.calibrate(ruler.id, 50, 'image');
    expect(stores.session.getState().series[1]).toBe(before);
  });
});
