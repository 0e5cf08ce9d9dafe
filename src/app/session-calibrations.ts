import { remeasured, withCalibrations, type Calibrations } from '../domain/calibration';
import type { Series } from '../domain/study';
import type { Stores } from './context';

/**
 * The pixel sizes that the person has given in this session. Every series the app knows has gone through here, so that
 * measurements, scale bar, models and exports read one pixel size, whoever has stated it.
 */
export class SessionCalibrations {
  #asRead: readonly Series[] = [];
  /** The same series gives the same object until a calibration of it changes: what has not changed is not drawn again. */
  #made = new WeakMap<Series, { readonly with: Calibrations; readonly series: Series }>();

  constructor(
    private readonly stores: Pick<Stores, 'session' | 'view'>,
    private readonly onChange: (changed: readonly Series[]) => void,
  ) {}

  /** As the files describe them. */
  get asRead(): readonly Series[] {
    return this.#asRead;
  }

  /** @param series as the files describe them */
  applied(series: readonly Series[]): readonly Series[] {
    this.#asRead = series;
    const { calibrations } = this.stores.session.getState();
    return series.map((one) => {
      const known = this.#made.get(one);
      if (known?.with === calibrations) return known.series;
      const unchanged = known !== undefined && one.instances.every(({ id }) => known.with.get(id) === calibrations.get(id));
      const made = unchanged ? known.series : withCalibrations(one, calibrations);
      this.#made.set(one, { with: calibrations, series: made });
      return made;
    });
  }

  /** Replaces all calibrations; lengths and areas that are drawn already are measured again. */
  set(calibrations: Calibrations): void {
    const { session, view } = this.stores;
    const before = new Set(session.getState().series);
    session.setState({ calibrations });
    const series = this.applied(this.#asRead);
    session.setState({ series });
    const { measurements } = view.getState();
    const now = remeasured(measurements, series);
    if (now.some((one, i) => one !== measurements[i])) view.setState({ measurements: now });
    this.onChange(series.filter((one) => !before.has(one)));
  }

  clear(): void {
    this.#asRead = [];
    this.#made = new WeakMap();
  }
}
