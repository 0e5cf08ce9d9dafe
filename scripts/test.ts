/**
 * `npm test`: every suite, one after the other, closed by one plain line over all of them:
 * `N passed, N failed, N skipped`. Arguments name suites to run (`npm test -- unit browser`).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST, ensureBuild, PROJECT_ROOT } from './build';
import { findChromium } from './chromium.mjs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Suite {
  readonly name: string;
  readonly run: () => Counts | Promise<Counts>;
}

/** What vitest's JSON report says, as far as it is read here. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

const scratch = mkdtempSync(join(tmpdir(), 'diaphane-suites-'));

function command(name: string, args: readonly string[]): boolean {
  const bin = join(PROJECT_ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  const done = spawnSync(bin, args, { cwd: PROJECT_ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  return done.status === 0;
}

function vitest(project: string): Counts {
  const file = join(scratch, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const succeeded = command('vitest', args);
  if (!existsSync(file)) return { passed: 0, failed: succeeded ? 0 : 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  // A file that could not be loaded has no test to count: it counts as one failure.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function check(name: string, args: readonly string[]): Counts {
  return command(name, args) ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function build(): Promise<Counts> {
  try {
    await findChromium();
    await ensureBuild();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const SUITES: readonly Suite[] = [
  { name: 'lint', run: () => check('eslint', ['.']) },
  { name: 'format', run: () => check('prettier', ['--check', '--log-level', 'warn', '.']) },
  ...['architecture', 'unit', 'io', 'inference', 'models', 'results', 'storage'].map((name) => ({ name, run: () => vitest(name) })),
  { name: 'build', run: build },
  {
    name: 'browser',
    run: () => {
      // All browser tests see one build, whatever is edited while they run.
      process.env['APP_DIST'] = DIST;
      return vitest('browser');
    },
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No such suite: ${unknown.join(', ')}. Suites: ${SUITES.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const { name, run } of SUITES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name} ==\n`);
  const counts = await run();
  total = { passed: total.passed + counts.passed, failed: total.failed + counts.failed, skipped: total.skipped + counts.skipped };
  lines.push(`${name}: ${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(counts.skipped)} skipped`);
}
rmSync(scratch, { recursive: true, force: true });

process.stdout.write(`\n${lines.join('\n')}\n`);
if (!existsSync(join(PROJECT_ROOT, '..', 'shared', 'data')))
  process.stdout.write('../shared is not here: the tests over its files were skipped.\n');
process.stdout.write(`${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped\n`);
process.exit(total.failed > 0 ? 1 : 0);
