import { expect, it } from 'vitest';
import { folderPackage } from '../../src/cli/folder-package';
import type { InstancesOutput, ModelOutput } from '../../src/domain/result';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { hasData, MODELS, outputsOf, samples } from './support/run-picture';

if (!hasData) console.log('accuracy of the instances: ../shared/data is not here, skipped');

/** Pictures of the validation part, never trained on; floors lie under what the package reached there when it was landed. */
const CASES = [
  { kind: 'stained', pictures: ['13f2bec0a24c7034', '4ca5081854df7bbc', '7f34dfccd1bc2e24', 'cbff60361ded0570'], floor: 0.72 },
  { kind: 'fluorescence', pictures: ['2ab91a4408860ae8', 'aa47f0b303b1d525', 'ce9e1a58b5894003'], floor: 0.78 },
] as const;

/** Pairs of objects above an intersection over union of 0.5 (each object has at most one such partner), and the objects of both. */
function matches(found: ArrayLike<number>, drawn: ArrayLike<number>): { readonly pairs: number; readonly objects: number } {
  const sizes = [new Map<number, number>(), new Map<number, number>()] as const;
  const shared = new Map<string, number>();
  const count = <K>(map: Map<K, number>, key: K): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (let i = 0; i < drawn.length; i++) {
    const [a = 0, b = 0] = [found[i], drawn[i]];
    if (a > 0) count(sizes[0], a);
    if (b > 0) count(sizes[1], b);
    if (a > 0 && b > 0) count(shared, `${String(a)} ${String(b)}`);
  }
  let pairs = 0;
  for (const [key, both] of shared) {
    const [a = 0, b = 0] = key.split(' ').map(Number);
    if (both / ((sizes[0].get(a) ?? 0) + (sizes[1].get(b) ?? 0) - both) > 0.5) pairs++;
  }
  return { pairs, objects: sizes[0].size + sizes[1].size };
}

it.skipIf(!hasData).each(CASES)('nuclei-instances outlines the nuclei of $kind pictures that it never saw', async ({ kind, pictures, floor }) => {
  const session = await ModelSession.load(await readPackage(folderPackage(`${MODELS}nuclei-instances`)), nodeRuntime(2));
  let [pairs, objects] = [0, 0];
  for (const name of pictures) {
    const { outputs } = await outputsOf(session, `nuclei-stained/${kind}/images/${name}.png`);
    const found = outputs.find((output: ModelOutput): output is InstancesOutput => output.kind === 'instances');
    const drawn = await samples(`nuclei-stained/${kind}/labels/${name}.png`);
    expect(found?.data.length).toBe(drawn.length);
    const one = matches(found?.data ?? [], drawn);
    pairs += one.pairs;
    objects += one.objects;
  }
  await session.release();
  expect((2 * pairs) / objects).toBeGreaterThan(floor);
});
