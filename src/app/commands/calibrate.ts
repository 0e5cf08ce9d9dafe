import { imagesOfSameSize, mayCalibrate, spacingOfRuler, type Calibrations } from '../../domain/calibration';
import type { InstanceId } from '../../domain/ids';
import type { Measurement } from '../../domain/view';
import type { Commands } from '../app';
import type { Stores } from '../context';
import type { EditHistory } from '../edit-history';
import type { SessionCalibrations } from '../session-calibrations';

type CalibrateCommands = Pick<
  Commands,
  'startCalibration' | 'calibrationTargets' | 'calibrate' | 'removeCalibration' | 'leaveCalibration'
> & {
  /** A line was drawn over a ruler: its true length is asked. */
  rulerDrawn(measurement: Measurement): void;
};

export interface CalibratePorts {
  readonly history: EditHistory;
  readonly calibrations: SessionCalibrations;
}

export function createCalibrateCommands({ session, view }: Stores, { history, calibrations }: CalibratePorts): CalibrateCommands {
  const now = (): Calibrations => session.getState().calibrations;
  const lineOf = (id: Measurement['id']): Measurement | null =>
    view.getState().measurements.find((measurement) => measurement.id === id && measurement.kind === 'length') ?? null;
  const change = (after: Calibrations): void => {
    history.calibration({ before: now(), after });
  };
  const ask = (measurement: Measurement): void => {
    view.setState({ calibrating: measurement.id, selectedMeasurement: measurement.id });
  };
  /** Images that the person has calibrated in one go with this one. */
  const together = (instance: InstanceId): readonly InstanceId[] => {
    const spacing = now().get(instance);
    return spacing === undefined ? [] : [...now()].flatMap(([id, other]) => (other === spacing ? [id] : []));
  };

  return {
    startCalibration(id) {
      const line = id === undefined ? null : lineOf(id);
      if (line === null) view.setState({ tool: 'calibrate' });
      else ask(line);
    },
    rulerDrawn(measurement) {
      // The next line is a measurement again.
      view.setState({ tool: 'length' });
      ask(measurement);
    },
    calibrationTargets(instance) {
      return { alike: imagesOfSameSize(calibrations.asRead, instance).length, together: together(instance).length };
    },
    calibrate(id, length, scope) {
      const line = lineOf(id);
      view.setState({ calibrating: null });
      const own = calibrations.asRead.find(({ instances }) => instances.some((one) => one.id === line?.instance));
      const frame = own?.frames.find(({ instance }) => instance === line?.instance);
      if (line === null || own === undefined || frame === undefined || !mayCalibrate(own, frame)) return;
      const spacing = spacingOfRuler(line.points, length, frame.spacing);
      if (spacing === null) return;
      const targets = scope === 'image' ? [line.instance] : imagesOfSameSize(calibrations.asRead, line.instance);
      change(new Map([...now(), ...targets.map((target) => [target, spacing] as const)]));
    },
    removeCalibration(instance) {
      const removed = new Set(together(instance));
      if (removed.size > 0) change(new Map([...now()].filter(([id]) => !removed.has(id))));
    },
    leaveCalibration() {
      view.setState({ calibrating: null });
    },
  };
}
