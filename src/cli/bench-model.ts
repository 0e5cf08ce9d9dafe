import { resourceUsage } from 'node:process';
import { AppError } from '../domain/errors';
import { requirePassed, runGoldenTest, type GoldenReport } from '../inference/golden-test';
import { ModelSession } from '../inference/model-session';
import { readPackage } from '../inference/packages/read-package';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { openPackage } from './folder-package';
import type { ModelCommand } from './model-arguments';

type BenchCommand = Extract<ModelCommand, { kind: 'bench' }>;

/** Times in milliseconds. */
export interface BenchLine {
  readonly model: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly provider: NetworkRuntime['provider'];
  readonly threads: number;
  readonly runs: number;
  /** Test vectors that each run goes through. */
  readonly tests: number;
  readonly ms: {
    /** The runtime compiled and the networks loaded; reading and hashing the package left out. */
    readonly cold_session: number;
    /** In the networks, all test vectors, warm. */
    readonly forward_median: number;
    readonly forward_min: number;
  };
  /** Time in the steps around the networks, as a part of that in the networks; of what the test vectors go through. */
  readonly overhead: number;
  /** Of the whole process, in MB. */
  readonly peak_rss_mb: number;
}

/**
 * Times a package on its own test vectors, one run before the clock starts.
 * @throws AppError `model-test-failed` where a test vector fails or there is none, and those of `readPackage`.
 */
export async function benchModel({ model, runs }: BenchCommand, runtime: NetworkRuntime): Promise<BenchLine> {
  const pack = await readPackage(await openPackage(model));
  if (pack.manifest.tests.length === 0) throw new AppError('model-test-failed', 'the package has no test vectors to time');
  const started = performance.now();
  const session = await ModelSession.load(pack, runtime);
  const coldSession = performance.now() - started;
  requirePassed(await runGoldenTest(session));
  const reports: GoldenReport[] = [];
  for (let run = 0; run < runs; run++) reports.push(await runGoldenTest(session));
  await session.release();
  const forward = reports.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const overhead = reports.map((report) => report.overheadMilliseconds / report.milliseconds).sort((a, b) => a - b);
  const { id, version, weightsSha256 } = pack.summary;
  return {
    model: { id, version, sha256: weightsSha256 },
    provider: runtime.provider,
    threads: runtime.threads,
    runs,
    tests: pack.manifest.tests.length,
    ms: { cold_session: rounded(coldSession, 1), forward_median: rounded(middle(forward), 2), forward_min: rounded(forward[0] ?? 0, 2) },
    overhead: rounded(middle(overhead), 4),
    // The kernel counts in KiB.
    peak_rss_mb: rounded((resourceUsage().maxRSS * 1024) / 1e6, 0),
  };
}

function middle(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
