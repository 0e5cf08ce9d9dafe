import * as ort from 'onnxruntime-web/webgpu';
import { AppError } from '../../domain/errors';
import type { NetworkRuntime } from './network-session';
import { ortRuntime } from './ort-runtime';

/**
 * The WebGPU runtime, for a worker of its own: after a failed run its device is unusable and the worker is thrown away.
 * @throws AppError `session-failed` where this browser has no WebGPU adapter.
 */
export async function webgpuRuntime(options: {
  readonly assets: string;
  /** See `OrtOptions`. */
  readonly prepare?: boolean | undefined;
}): Promise<NetworkRuntime> {
  // Typed as always there; browsers without WebGPU lack it.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  const adapter = (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  if (adapter === null) throw new AppError('session-failed', 'this browser has no WebGPU adapter');
  const { vendor, architecture, description } = adapter.info;
  const words = [vendor, architecture, description].filter((word) => word !== '').join(' ');
  return ortRuntime(ort, {
    provider: 'webgpu',
    threads: 1,
    assets: options.assets,
    describe: () => Promise.resolve(words || 'WebGPU'),
    prepare: options.prepare,
    device: () => ort.env.webgpu.device,
  });
}
