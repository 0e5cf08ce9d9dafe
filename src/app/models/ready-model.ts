import type { StoreApi } from 'zustand';
import { throwIfAborted } from '../../domain/errors';
import { chooseProvider } from '../../inference/runtime/choose-provider';
import type { ModelsState } from '../app';
import type { ModelHandle } from '../workers/compute.client';
import type { ModelCatalogue } from './model-catalogue';

export interface ReadyModelPorts {
  readonly catalogue: Pick<ModelCatalogue, 'handle' | 'tested'>;
  /** Adapter and browser that a self-test on WebGPU holds for. */
  readonly environment?: () => Promise<string>;
}

export interface ReadyModel {
  readonly model: ModelHandle;
  readonly provider: 'webgpu' | 'wasm';
}

/**
 * A model to run, once its self-tests have ended: they choose the provider.
 * @throws AppError `model-not-installed`; AbortError.
 */
export async function readyModel(
  id: string,
  models: Pick<StoreApi<ModelsState>, 'getState'>,
  { catalogue, environment }: ReadyModelPorts,
  signal: AbortSignal,
): Promise<ReadyModel> {
  const model = catalogue.handle(id);
  await catalogue.tested(id);
  throwIfAborted(signal);
  const tests = models.getState().models.find(({ summary }) => summary.id === id)?.selfTests ?? [];
  return { model, provider: chooseProvider(tests, await environment?.()) };
}
