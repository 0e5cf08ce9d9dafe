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
import { instanceId, seriesId, studyId } from '../../../src/domain/ids';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings';
import type { Series } from '../../../src/domain/study';

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
  const instance = instanceId(`image-${name}`);
  return {
    id: seriesId(name),
    studyId: studyId('study'),
    kind: 'photo',
    modality: 'XC',
    uid: null,
    number: null,
    description: '',
    instances: [
      {
        id: instance,
        uid: null,
        sopClassUid: null,
        transferSyntax: null,
        provenance: { path: 'photo.png', container: 'file', byteLength: 1 },
        frameCount: 1,
        rows: 8,
        columns: 8,
        samplesPerPixel: 3,
        bitsAllocated: 8,
        bitsStored: 8,
        signed: false,
        photometric: 'RGB',
        lossy: null,
        exifOrientation: 1,
      },
    ],
    frames: [
      {
        instance,
        frameNumber: 1,
        instanceNumber: null,
        geometry: null,
        spacing: null,
        modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
        voi: [],
        padding: null,
      },
    ],
    frameTime: null,
    acquisition: { time: null, laterality: null, bodyPart: null, contrastAgent: null, sliceThickness: null, technique: [] },
    issues: [],
  };
}

/** Puts series in the session and hangs the first in the active viewport. */
export function hang(stores: Stores, ...series: readonly Series[]): void {
  stores.session.setState({ series });
  const [first] = series;
  stores.view.setState((state) => ({
    viewports: { ...state.viewports, v1: { ...state.viewports.v1, series: first?.id ?? null, state: 'ready', index: 1, total: 1 } },
  }));
}
