import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import process from 'node:process';

/** Above this another program takes part in every figure. */
export const QUIET_LOAD = 1.2;
/** A calibration spin that wanders by more says the same. */
const SPIN_SPREAD = 0.08;

/** Lines that say on what the figures were taken. */
export function machineLines(): readonly string[] {
  const flags = /^flags\s*:\s*(.*)$/m.exec(read('/proc/cpuinfo'))?.[1]?.split(' ') ?? [];
  const telling = flags.filter((flag) => /^(avx|avx2|avx512f|avx512_vnni|avx_vnni|amx_int8|fma|f16c|sse4_2)$/.test(flag));
  const governor = read('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor').trim();
  const packages = ['onnxruntime-web', 'onnxruntime-node', '@cornerstonejs/core', 'playwright-core'].map(
    (name) => `${name} ${packageVersion(name)}`,
  );
  return [
    `cpu: ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'} (${telling.join(' ') || 'flags unknown'}; governor ${governor || 'unknown'})`,
    `memory: ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `node ${process.version}, v8 ${process.versions.v8}, ${packages.join(', ')}`,
  ];
}

/** First line of a program's own word about its version, or null where there is no such program. */
export function programVersion(command: string, flags: readonly string[] = ['--version']): string | null {
  try {
    return (
      execFileSync(command, flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
        .split('\n')[0]
        ?.trim() ?? ''
    );
  } catch {
    return null;
  }
}

/** Says what makes the figures of this moment worthless, or null. */
export function disturbance(): string | null {
  const load = loadavg()[0] ?? 0;
  if (load > QUIET_LOAD) return `load average ${load.toFixed(2)} > ${String(QUIET_LOAD)}: another program is working`;
  const spins = [spin(), spin(), spin()];
  const spread = Math.max(...spins) / Math.min(...spins) - 1;
  if (spread > SPIN_SPREAD) return `calibration spins differ by ${(100 * spread).toFixed(0)} %: the machine is not steady`;
  return null;
}

/** About 200 ms of arithmetic; returns its milliseconds. */
function spin(): number {
  const started = performance.now();
  let state = 1;
  for (let step = 0; step < 60_000_000; step++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  // Used, so that it cannot be left out.
  return performance.now() - started + (state === 0 ? 1 : 0);
}

function packageVersion(name: string): string {
  const text = read(new URL(`../../../node_modules/${name}/package.json`, import.meta.url));
  return text === '' ? 'absent' : (JSON.parse(text) as { version: string }).version;
}

function read(path: string | URL): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
