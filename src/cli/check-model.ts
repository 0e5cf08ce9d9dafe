import { toAppError } from '../domain/errors';
import { requirePassed, runGoldenTest } from '../inference/golden-test';
import { ModelSession } from '../inference/model-session';
import { readPackage } from '../inference/packages/read-package';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { openPackage } from './folder-package';

export interface CheckOutcome {
  readonly passed: boolean;
  /** One line. */
  readonly line: string;
}

/** Schema, hashes, operator audit, test vectors on WASM. What is known of the operators on WebGPU is told and fails nothing. */
export async function checkModel(folder: string, runtime: NetworkRuntime): Promise<CheckOutcome> {
  try {
    const model = await readPackage(await openPackage(folder));
    const session = await ModelSession.load(model, runtime);
    const report = await runGoldenTest(session);
    await session.release();
    requirePassed(report);
    const { id, version } = model.summary;
    const tests = model.manifest.tests.length;
    const passed = `${String(tests)} test vector${tests === 1 ? '' : 's'} passed on ${runtime.provider}`;
    const vectors = tests === 0 ? 'no test vectors' : `${passed}, largest difference ${report.maximumError.toExponential(2)}`;
    const notes = [...model.audits.values()].flatMap(({ webgpuNotes }) => webgpuNotes);
    const webgpu = notes.length === 0 ? '' : `; WebGPU: ${notes.join('; ')}`;
    const draft = model.summary.verified ? '' : '; "verified": false (a draft that nobody has checked, for research only)';
    return { passed: true, line: `ok ${id} ${version}: ${vectors}${draft}${webgpu}` };
  } catch (error) {
    const { code, message, context } = toAppError(error);
    const detail = context['detail'] === undefined ? '' : ` (${String(context['detail'])})`;
    return { passed: false, line: `failed ${code}: ${message}${detail}`.replace(/\s+/g, ' ') };
  }
}
