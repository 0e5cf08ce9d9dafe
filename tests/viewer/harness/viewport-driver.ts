import type { Page } from 'playwright-core';
import type { ViewAction, ViewportState } from '../../../src/domain/view';
import { drawn } from './launch';
import type { Harness } from './main';

type SeriesName = keyof Harness['series'];
type Place = readonly [x: number, y: number];

/** What a person does with the viewports of the harness, each step followed until it is drawn. */
export interface ViewportDriver {
  readonly show: (name: SeriesName, index?: number, on?: 'v1' | 'v2') => Promise<void>;
  readonly act: (...actions: readonly ViewAction[]) => Promise<void>;
  readonly state: () => Promise<ViewportState>;
  readonly drag: (from: Place, to: Place, button?: 'left' | 'middle' | 'right') => Promise<void>;
  /** Empty viewports, no measurement, the tool that windows. */
  readonly reset: () => Promise<void>;
}

/** @param page asked at every step: a test may drive another page for a while. */
export function viewportDriver(page: () => Page): ViewportDriver {
  return {
    async show(name, index = 1, on = 'v1') {
      await page().evaluate(
        async ([series, from, id]) => {
          const { harness } = window;
          await harness?.viewer.show(id, harness.series[series], { index: from });
        },
        [name, index, on] as const,
      );
      await drawn(page());
    },
    async act(...actions) {
      await page().evaluate((list) => {
        for (const action of list) window.harness?.viewer.act('v1', action);
      }, actions);
      await drawn(page());
    },
    async state() {
      const found = await page().evaluate(() => window.harness?.states.current?.v1);
      if (found === undefined) throw new Error('no state yet');
      return found;
    },
    async drag(from, to, button = 'left') {
      const { mouse } = page();
      await mouse.move(from[0], from[1]);
      await mouse.down({ button });
      await mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
      await mouse.move(to[0], to[1]);
      await mouse.up({ button });
      await drawn(page());
    },
    async reset() {
      await page().evaluate(() => {
        const { harness } = window;
        if (harness === undefined) return;
        document.body.className = 'single';
        harness.viewer.setTool('window');
        harness.measurements = [];
        harness.viewer.setMeasurements([], null);
        harness.events.length = 0;
        harness.viewer.clear('v1');
        harness.viewer.clear('v2');
      });
    },
  };
}
