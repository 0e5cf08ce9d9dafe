import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const MODELS = resolve(import.meta.dirname, '../../../models');
/** Written by `npx tsx tests/bench/models.ts --write`. */
const TIMES = resolve(import.meta.dirname, '../../bench/models.json');
/** What stands between is written by write-table.ts and left alone by the formatter. */
const START = '<!-- prettier-ignore-start -->';
const END = '<!-- prettier-ignore-end -->';

type Metric = number | string | readonly number[];
interface Manifest {
  readonly id: string;
  readonly license: string;
  readonly name: { readonly en: string };
  readonly evaluations: readonly { readonly dataset: string; readonly n: number | string; readonly metrics: Readonly<Record<string, Metric>> }[];
  readonly files: readonly { readonly path: string; readonly size: number }[];
}
/** Milliseconds a case: the whole run, its networks, the same networks in onnxruntime-node. */
type Times = Readonly<Record<string, readonly { readonly case: number; readonly networks: number; readonly native: number }[]>>;

/** Replaces what stands between the marks of docs/models.md. */
export function withModels(document: string): string {
  const [before, rest] = document.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('docs/models.md has no marks for the table');
  return `${before}${START}\n\n${modelsTable()}\n\n${END}${after}`;
}

function modelsTable(): string {
  const { times } = JSON.parse(readFileSync(TIMES, 'utf8')) as { readonly times: Times };
  const head = ['model', 'measured on', 'n', 'figures [95 % interval]', 'ONNX', 'licence', '1 thread', 'native', '2 threads', 'native'];
  const rows = readdirSync(MODELS)
    .filter((id) => existsSync(`${MODELS}/${id}/manifest.json`))
    .map((id) => row(JSON.parse(readFileSync(`${MODELS}/${id}/manifest.json`, 'utf8')) as Manifest, times));
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row({ id, license, evaluations, files }: Manifest, times: Times): string[] {
  const size = files.filter(({ path }) => path.endsWith('.onnx')).reduce((sum, file) => sum + file.size, 0);
  const measured = times[id] ?? [];
  const milliseconds = [0, 1].flatMap((i) => {
    const one = measured[i];
    return one === undefined ? ['–', '–'] : [`${shown(one.case)} (${shown(one.networks)})`, shown(one.native)];
  });
  const told = (of: (one: Manifest['evaluations'][number]) => string): string => evaluations.map(of).join('<br>');
  return [
    `\`${id}\``,
    told(({ dataset }) => dataset),
    told(({ n }) => String(n)),
    told(({ metrics }) => figures(metrics)),
    `${(size / 1e6).toFixed(1)} MB`,
    license,
    ...milliseconds,
  ];
}

const INTERVAL = ' 95% interval';

/** The figures that have an interval; each stands right before its interval in the manifest, or has its name. */
function figures(metrics: Readonly<Record<string, Metric>>): string {
  const entries = Object.entries(metrics);
  return entries
    .flatMap(([name, value], i) => {
      if (!name.endsWith(INTERVAL) || typeof value !== 'object') return [];
      const own = name.slice(0, -INTERVAL.length);
      const [label, figure] = metrics[own] === undefined ? (entries[i - 1] ?? [own, NaN]) : [own, metrics[own]];
      const [low = NaN, high = NaN] = value;
      return [`${label} ${Number(figure).toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`];
    })
    .join('; ');
}

const shown = (milliseconds: number): string => (milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0));
