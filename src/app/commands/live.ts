import type { StoreApi } from 'zustand';
import { isAbort, throwIfAborted, toAppError } from '../../domain/errors';
import { jobId } from '../../domain/ids';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import { chooseProvider } from '../../inference/runtime/choose-provider';
import type { Commands, LiveState } from '../app';
import type { Stores } from '../context';
import { cameraFrames, type LiveFrames } from '../live/live-frames';
import { liveLoop } from '../live/live-loop';
import type { ModelCatalogue } from '../models/model-catalogue';
import type { ComputeHost } from '../workers/compute.client';

type LiveCommands = Pick<Commands, 'startLive' | 'stopLive' | 'liveStream'>;

export const LIVE_OFF: LiveState = { state: 'off', modelId: null, error: null, answer: null };

/** Frames a second asked for where the model says nothing. */
const FPS = 15;

/** A model of one image over the frames of a camera. Nothing of it is kept, and no finding comes of it. */
export function createLiveCommands(
  live: StoreApi<LiveState>,
  stores: Pick<Stores, 'models'>,
  ports: {
    readonly compute: Pick<ComputeHost, 'run'>;
    readonly catalogue: Pick<ModelCatalogue, 'handle' | 'manifest' | 'tested'>;
    /** Adapter and browser that a self-test on WebGPU holds for. */
    readonly environment?: () => Promise<string>;
  },
): LiveCommands {
  let controller: AbortController | null = null;
  let frames: LiveFrames | null = null;

  const end = (): void => {
    controller?.abort();
    controller = null;
    frames?.stop();
    frames = null;
  };

  const start = async (modelId: string, signal: AbortSignal): Promise<void> => {
    const summary = stores.models.getState().models.find(({ summary: one }) => one.id === modelId)?.summary;
    const source = summary?.sources[0];
    if (summary === undefined || source === undefined) return;
    const opened = await cameraFrames();
    if (signal.aborted) {
      opened.stop();
      return;
    }
    frames = opened;
    await ports.catalogue.tested(modelId);
    throwIfAborted(signal);
    const model = ports.catalogue.handle(modelId);
    const tests = stores.models.getState().models.find(({ summary: one }) => one.id === modelId)?.selfTests ?? [];
    const provider = chooseProvider(tests, await ports.environment?.());
    throwIfAborted(signal);
    const run = jobId(crypto.randomUUID());
    live.setState({ state: 'on' });
    await liveLoop(
      opened,
      framesASecond(ports.catalogue.manifest(modelId)),
      (frame) => {
        const payload = { kind: 'frame', frame, spacing: null, modalityLut: null } as const;
        return ports.compute.run(
          { model, provider, sources: new Map([[source.id, payload]]), series: new Map(), stream: run },
          { signal, run },
        );
      },
      (answer) => {
        live.setState({ answer });
      },
      signal,
    );
  };

  return {
    startLive(modelId) {
      end();
      controller = new AbortController();
      const { signal } = controller;
      live.setState({ ...LIVE_OFF, state: 'starting', modelId });
      void start(modelId, signal)
        .then(() => {
          if (signal.aborted) return;
          end();
          live.setState(LIVE_OFF);
        })
        .catch((error: unknown) => {
          if (isAbort(error) || signal.aborted) return;
          end();
          live.setState({ ...LIVE_OFF, state: 'failed', modelId, error: toAppError(error).code });
        });
    },
    stopLive() {
      end();
      live.setState(LIVE_OFF);
    },
    liveStream: () => frames?.stream ?? null,
  };
}

/** As the manifest asks of `Stream`. */
function framesASecond({ pipeline }: ModelManifest): number {
  const asked = pipeline.find(({ kwargs }) => kwargs?.['inferer'] === 'Stream')?.kwargs?.['fps'];
  return typeof asked === 'number' ? asked : FPS;
}
