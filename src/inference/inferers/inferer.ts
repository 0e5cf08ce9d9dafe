import type { AbortLike } from '../../domain/ports';
import type { NetworkSession } from '../runtime/network-session';
import type { RegisterValue, TensorValue } from '../steps/register';

export interface InfererCall {
  readonly session: NetworkSession;
  readonly inputs: readonly { readonly id: string; readonly value: RegisterValue | undefined }[];
  readonly outputs: readonly { readonly id: string; readonly rank: number }[];
  readonly signal: AbortLike | undefined;
  progress(done: number, total: number): void;
}

/** How a network is led over its input: once over all of it, in windows, tile by tile. */
export interface Inferer {
  run(call: InfererCall): Promise<readonly TensorValue[]>;
}
