import { describe, expect, it } from 'vitest';
import { estimateRun, samplesOf } from '../../src/app/models/run-estimate';
import { rememberRuns } from '../../src/app/models/last-runs';
import { forecastMemory, type ForecastPorts } from '../../src/app/models/memory-forecast';
import { deviceText } from '../../src/app/shell/device-text';
import { packageKey } from '../../src/domain/installed-package';
import { jobId } from '../../src/domain/ids';
import { queuedJob } from '../../src/domain/job';
import type { ModelSummary, SelfTest } from '../../src/domain/model-package';
import type { Series } from '../../src/domain/study';
import type { SourceShapes } from '../../src/inference/memory/memory-plan';
import { BLOOD_PACKAGES, CT_SERIES, PATIENT_STUDY } from '../ui/fake-data';
import { FAKE_DEVICE } from '../ui/fake-app';
import { makeStores } from './support/stores';

const test = (provider: 'webgpu' | 'wasm', passed: boolean, milliseconds: number): SelfTest => ({
  provider,
  passed,
  milliseconds,
  maximumError: 1e-5,
  date: '2026-11-22T08:00:00Z',
  adapter: '',
});

const [BLOOD_PACKAGE] = BLOOD_PACKAGES;
const [first] = CT_SERIES.instances;
if (BLOOD_PACKAGE === undefined || first === undefined) throw new Error('no package or instance to start from');

/** A model that reads a volume. */
const VOLUME_MODEL: ModelSummary = {
  ...BLOOD_PACKAGE.summary,
  sources: [{ id: 'volume', kind: 'volume', role: '', optional: false, textColumns: [] }],
};
const VOLUME_PACKAGE = { ...BLOOD_PACKAGE, summary: VOLUME_MODEL };

const VOLUME: Series = { ...CT_SERIES, instances: [{ ...first, rows: 16, columns: 20 }], frames: CT_SERIES.frames.slice(0, 4) };

describe('how long a run takes here', () => {
  it('is told by the faster passed self-test until a run has been made', () => {
    expect(estimateRun([], undefined, 0)).toBeNull();
    expect(estimateRun([test('webgpu', false, 5), test('wasm', true, 0)], undefined, 0)).toBeNull();
    const tests = [test('wasm', true, 800), test('webgpu', true, 90)];
    expect(estimateRun(tests, undefined, 0)).toEqual({ milliseconds: 90, basis: 'estimated' });
  });

  it('is that of the last run, brought to the size of what is open', () => {
    const last = { milliseconds: 4_000, samples: 1_000, provider: 'wasm' as const };
    expect(estimateRun([], last, 0)).toEqual({ milliseconds: 4_000, basis: 'measured' });
    expect(estimateRun([], last, 1_000)).toEqual({ milliseconds: 4_000, basis: 'measured' });
    expect(estimateRun([], last, 2_500)).toEqual({ milliseconds: 10_000, basis: 'estimated' });
  });

  it('goes by size for volumes alone: one image is brought to the size of the network', () => {
    expect(samplesOf(VOLUME_MODEL, VOLUME)).toBe(4 * 16 * 20);
    expect(samplesOf(BLOOD_PACKAGE.summary, VOLUME)).toBe(0);
  });

  it('is remembered by version, without a word of what it ran on', () => {
    const stores = makeStores();
    stores.session.setState({ series: [VOLUME] });
    stores.models.setState({ models: [VOLUME_PACKAGE] });
    rememberRuns(stores);
    const queued = queuedJob(jobId('j'), VOLUME_MODEL.id, VOLUME.id, 0);
    const timing = { load: 900, pre: 20, run: 300, post: 30 };
    stores.models.setState({ job: { ...queued, state: 'running', provider: 'wasm' } });
    expect(stores.models.getState().lastRuns).toEqual({});
    stores.models.setState({ job: { ...queued, state: 'succeeded', provider: 'wasm', timing } });
    expect(stores.models.getState().lastRuns).toEqual({
      [packageKey(VOLUME_MODEL)]: { milliseconds: 350, samples: 1_280, provider: 'wasm' },
    });
  });
});

describe('the memory of the next run', () => {
  const setUp = () => {
    const stores = makeStores();
    const asked: SourceShapes[] = [];
    const ports = {
      catalogue: { manifest: () => ({}) },
      compute: {
        plan: (_manifest: unknown, sources: SourceShapes) => {
          asked.push(sources);
          return Promise.resolve({ bytes: 7e8, fits: true, smaller: false });
        },
      },
    } as unknown as ForecastPorts;
    forecastMemory(stores, ports);
    stores.session.setState({ series: [VOLUME] });
    const { viewports } = stores.view.getState();
    stores.view.setState({ viewports: { ...viewports, v1: { ...viewports.v1, series: VOLUME.id } } });
    return { stores, asked };
  };

  it('is planned for the volume in view, once', async () => {
    const { stores, asked } = setUp();
    const applicability = { [VOLUME_MODEL.id]: { verdict: 'yes' as const, reasons: [] } };
    stores.models.setState({ models: [VOLUME_PACKAGE], selected: VOLUME_MODEL.id, applicability });
    stores.models.setState({ applicability: { ...applicability } });
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.get('volume')).toMatchObject({ shape: [4, 16, 20], bytes: 4 * 16 * 20 * 4 });
    await expect.poll(() => stores.models.getState().memory).toEqual({ bytes: 7e8, fits: true, smaller: false });
    stores.models.setState({ selected: null });
    expect(stores.models.getState().memory).toBeNull();
  });

  it('is not told for a model that reads one image', () => {
    const { stores, asked } = setUp();
    stores.models.setState({ models: [BLOOD_PACKAGE], selected: BLOOD_PACKAGE.summary.id });
    expect(asked).toEqual([]);
  });
});

describe('the text for IT', () => {
  const parts = (stores: ReturnType<typeof makeStores>) => ({
    shell: stores.shell.getState(),
    installed: [{ ...BLOOD_PACKAGE, selfTests: [test('wasm', true, 812)] }],
    storage: { models: 7_340_032, used: null, left: 1_048_576_000, durability: 'best-effort' as const },
    lastRuns: {},
  });

  it('says what there is and what there is not', () => {
    const text = deviceText(FAKE_DEVICE, parts(makeStores()));
    expect(text).toContain('WebGPU: nvidia ampere, largest buffer 4096 MiB, storage binding 2048 MiB, half precision yes');
    expect(text).toContain('WebAssembly: 7 of 8 threads, SIMD yes, cross-origin isolated yes');
    expect(text).toContain('Storage: best-effort, models 7 MiB, used not told, left 1000 MiB');
    expect(text).toContain('wasm passed (2026-11-22, largest error 1.0e-5, 812 ms); 0.81 s a run (estimated)');
    const bare = deviceText({ ...FAKE_DEVICE, webgpu: { state: 'no-adapter' }, webgl: null }, { ...parts(makeStores()), installed: [] });
    expect(bare).toContain('WebGPU: none (no adapter)\n');
    expect(bare).toContain('WebGL 2: none\n');
    expect(bare).toContain('Models:\n  none');
  });

  it('has nothing of the patient who is open', () => {
    const stores = makeStores();
    stores.session.setState({ studies: [PATIENT_STUDY], series: [VOLUME] });
    const text = deviceText(FAKE_DEVICE, parts(stores));
    const { patient } = PATIENT_STUDY;
    for (const word of [patient?.name, patient?.id, VOLUME.description]) expect(text).not.toContain(word);
  });
});
