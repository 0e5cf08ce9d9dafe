import { chooseProvider } from '../../inference/runtime/choose-provider';
import type { Stores } from '../context';
import type { ModelPorts } from './models';

/** After the last change of image or model, so that images come first. */
const QUIET_MS = 1_500;

/**
 * Loads the model that would run next in a quiet moment, once its tests have passed here: what is open allows it and nothing
 * runs. What goes wrong is for the run to say.
 */
export function preloadSelected({ models }: Stores, ports: Pick<ModelPorts, 'catalogue' | 'compute' | 'environment'>): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const preload = async (id: string): Promise<void> => {
    await ports.catalogue.tested(id);
    const { queue, selected, models: installed } = models.getState();
    if (selected !== id || queue.length > 0) return;
    const tests = installed.find(({ summary }) => summary.id === id)?.selfTests ?? [];
    await ports.compute.preload(ports.catalogue.handle(id), chooseProvider(tests, await ports.environment?.()));
  };
  models.subscribe((state, before) => {
    if (state.selected === before.selected && state.applicability === before.applicability) return;
    clearTimeout(waiting);
    const { selected } = state;
    const verdict = selected === null ? undefined : state.applicability[selected]?.verdict;
    if (selected === null || verdict === undefined || verdict === 'no') return;
    waiting = setTimeout(() => {
      void preload(selected).catch(() => undefined);
    }, QUIET_MS);
  });
}
