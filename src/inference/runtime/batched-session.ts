import { AppError } from '../../domain/errors';
import { sessionWith, type NetworkSession } from './network-session';
import { joinTensors, rowOf, type NetworkTensor } from './network-tensor';

type Tensors = Readonly<Record<string, NetworkTensor>>;

interface Asked {
  readonly inputs: Tensors;
  resolve(results: Record<string, NetworkTensor>): void;
  reject(error: unknown): void;
}

/**
 * A network that several runs ask in step, each with a batch of one: once all have asked it is called on all at once. For
 * networks of an open batch alone (`openBatch`).
 * @param among how many runs there are. Each must ask as often as the others.
 */
export function batchedSession(session: NetworkSession, among: number): NetworkSession {
  let waiting: Asked[] = [];
  return sessionWith(
    session,
    (inputs) =>
      new Promise((resolve, reject) => {
        waiting.push({ inputs, resolve, reject });
        if (waiting.length < among) return;
        const all = waiting;
        waiting = [];
        void answer(session, all);
      }),
  );
}

async function answer(session: NetworkSession, all: readonly Asked[]): Promise<void> {
  try {
    const names = Object.keys(all[0]?.inputs ?? {});
    const results = await session.run(
      Object.fromEntries(names.map((name) => [name, joinTensors(all.map(({ inputs }) => input(inputs, name)))])),
    );
    for (const [name, { dims }] of Object.entries(results)) {
      if (dims[0] !== all.length)
        throw new AppError('inference-failed', `output "${name}" answers ${String(dims[0])} of ${String(all.length)}`);
    }
    for (const [at, { resolve }] of all.entries()) {
      resolve(Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, rowOf(tensor, at)])));
    }
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
}

function input(inputs: Tensors, name: string): NetworkTensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new AppError('internal', `a run without the input "${name}"`);
  return tensor;
}
