import type { ShellState } from '../app';
import { webglFacts, webgpuFacts } from './device-facts';

/** What this browser and machine offer, for the About page and the support text. Asks nothing over the network. */
export async function readRuntime(
  build: { readonly version: string; readonly commit: string; readonly libraries: Readonly<Record<string, string>> },
  storage: ShellState['runtime']['storage'],
): Promise<ShellState['runtime']> {
  return {
    appVersion: build.version,
    commit: build.commit,
    libraries: build.libraries,
    browser: navigator.userAgent,
    webgl: webglFacts()?.renderer ?? '',
    webgpu: await webgpuAdapter(),
    threads: navigator.hardwareConcurrency,
    crossOriginIsolated: globalThis.crossOriginIsolated,
    storage,
  };
}

/**
 * What a self-test on WebGPU holds for: the adapter and the browser, whose update brings another GPU stack. Empty where
 * there is no adapter.
 */
export async function webgpuEnvironment(): Promise<string> {
  const adapter = await webgpuAdapter();
  return adapter === '' ? '' : `${adapter}, ${browserVersion(navigator.userAgent)}`;
}

/** Name and major version of the browser, as far as its user agent string tells. */
export function browserVersion(userAgent: string): string {
  const [, name, version] = /(Edg|OPR|Firefox|Chrome)\/(\d+)/.exec(userAgent.replace(/Chrome(?=.*(?:Edg|OPR)\/)/, '')) ?? [];
  if (name !== undefined && version !== undefined) return `${name} ${version}`;
  return /Version\/(\d+)/.exec(userAgent)?.[0].replace('Version/', 'Safari ') ?? 'unknown browser';
}

/** Name of the WebGPU adapter, empty where there is none. */
export async function webgpuAdapter(): Promise<string> {
  const facts = await webgpuFacts();
  return facts.state === 'ready' ? facts.adapter : '';
}

/** Plain text to paste in a message to support: versions and capabilities, no patient data, no file name. */
export function supportText(state: ShellState, models: readonly string[]): string {
  const { runtime, seal, offline, foreignRequests } = state;
  return [
    `Diaphane ${runtime.appVersion} (${runtime.commit})`,
    `Browser: ${runtime.browser}`,
    `WebGL: ${runtime.webgl === '' ? 'none' : runtime.webgl}`,
    `WebGPU: ${runtime.webgpu === '' ? 'none' : runtime.webgpu}`,
    `Threads: ${String(runtime.threads)}, cross-origin isolated: ${String(runtime.crossOriginIsolated)}`,
    `Storage: ${runtime.storage}`,
    `Seal: ${seal.status}, requests beyond the app's own files: ${String(foreignRequests)}`,
    `Offline: ${offline.status}`,
    `Models: ${models.length === 0 ? 'none' : models.join(', ')}`,
    ...Object.entries(runtime.libraries).map(([name, version]) => `${name} ${version}`),
  ].join('\n');
}
