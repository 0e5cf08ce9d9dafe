import type { SelfTestState } from '../../domain/installed-package';
import type { SelfTest } from '../../domain/model-package';

type Provider = SelfTest['provider'];

/** What is known of one package on this machine. */
export interface TestKnowledge {
  readonly tests: readonly SelfTest[];
  readonly running: ReadonlySet<Provider>;
  /** The package does not run there, or the machine has no such provider. */
  readonly unsupported: ReadonlySet<Provider>;
}

/** One word a provider, for the manager. */
export function selfTestStates({ tests, running, unsupported }: TestKnowledge): Readonly<Record<Provider, SelfTestState>> {
  const state = (provider: Provider): SelfTestState => {
    if (running.has(provider)) return 'running';
    if (unsupported.has(provider)) return 'unsupported';
    const last = tests.findLast((test) => test.provider === provider);
    return last === undefined ? 'none' : last.passed ? 'passed' : 'failed';
  };
  return { webgpu: state('webgpu'), wasm: state('wasm') };
}
