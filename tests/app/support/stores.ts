import { createStore } from 'zustand/vanilla';
import type { Stores } from '../../../src/app/context';
import {
  INITIAL_MODELS,
  INITIAL_PACKAGES,
  INITIAL_REVIEW,
  INITIAL_SESSION,
  INITIAL_SHELL,
  INITIAL_VIEW,
} from '../../../src/app/stores/initial-state';
import { instanceId, seriesId } from '../../../src/domain/ids';
import type { DecodedFrame } from '../../../src/domain/pixels';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings';
import type { Series } from '../../../src/domain/study';
import { imageInstance, seriesOf } from '../../fixtures/series';

export function makeStores(): Stores {
  return {
    session: createStore(() => INITIAL_SESSION),
    view: createStore(() => INITIAL_VIEW),
    models: createStore(() => INITIAL_MODELS),
    packages: createStore(() => INITIAL_PACKAGES),
    review: createStore(() => INITIAL_REVIEW),
    settings: createStore(() => DEFAULT_SETTINGS),
    shell: createStore(() => INITIAL_SHELL),
  };
}

/** A photo of one frame, by id. */
export function photo(name: string): Series {
  return seriesOf(imageInstance({ id: instanceId(`image-${name}`) }), { id: seriesId(name) });
}

/** The pixels of an image of `photo`: black. */
export const FRAME: DecodedFrame = {
  rows: 8,
  columns: 8,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'RGB',
  pixels: new Uint8Array(192),
  palette: null,
};

/** Puts series in the session and hangs the first in the active viewport. */
export function hang(stores: Stores, ...series: readonly Series[]): void {
  stores.session.setState({ series });
  const [first] = series;
  stores.view.setState((state) => ({
    viewports: { ...state.viewports, v1: { ...state.viewports.v1, series: first?.id ?? null, state: 'ready', index: 1, total: 1 } },
  }));
}
