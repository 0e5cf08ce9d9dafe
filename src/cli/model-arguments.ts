import type { Box } from '../domain/units';
import { CONVERTERS, isConverter, type ConverterId } from '../inference/packages/converters/registry';

export type ModelCommand =
  | { readonly kind: 'check'; readonly model: string }
  | {
      readonly kind: 'bench';
      readonly model: string;
      /** Null: as many as there are cores. */
      readonly threads: number | null;
      readonly runs: number;
    }
  | {
      readonly kind: 'run';
      readonly model: string;
      readonly inputs: readonly string[];
      /** Folder for result files. */
      readonly out: string | null;
      /** [row, column] mm, for images that state none. */
      readonly spacing: readonly [number, number] | null;
      /** CSV of pixel sizes by file. */
      readonly spacings: string | null;
      /** Of a slide, level-0 pixels; null: the whole. */
      readonly region: Box | null;
      /** Also says what each decision rested on. */
      readonly explain?: 'occlusion';
      /** Null: as many as there are cores. */
      readonly threads: number | null;
    }
  | {
      readonly kind: 'pack';
      readonly folder: string;
      readonly out: string;
      /** Sizes and hashes are written into the manifest first. */
      readonly fill: boolean;
    }
  | { readonly kind: 'keygen'; readonly out: string }
  | { readonly kind: 'sign'; readonly model: string; readonly key: string; readonly keyId: string; readonly out: string | null }
  | { readonly kind: 'convert'; readonly from: ConverterId; readonly source: string; readonly out: string }
  | { readonly kind: 'verify'; readonly model: string; readonly trust: string | null };

interface GivenWords {
  /** In the order given; none is empty, as many as the subcommand takes. */
  readonly plain: readonly [string, ...string[]];
  /** Value of an option, null where it is not given. */
  option(name: string): string | null;
  flag(name: string): boolean;
}

interface Subcommand {
  /** After `model --`. */
  readonly usage: string;
  /** Fewest and most words that are no options. */
  readonly plain: readonly [number, number];
  readonly options?: readonly string[];
  readonly flags?: readonly string[];
  /** Null on wrong use. */
  read(given: GivenWords): ModelCommand | null;
}

/** Every subcommand: a new one is a line here, and its case in `model.ts`. */
const SUBCOMMANDS: Readonly<Record<ModelCommand['kind'], Subcommand>> = {
  check: {
    usage: 'check <package>',
    plain: [1, 1],
    read: ({ plain: [model] }) => ({ kind: 'check', model }),
  },
  bench: {
    usage: 'bench <package> [--threads <n>] [--runs <n>]',
    plain: [1, 1],
    options: ['--threads', '--runs'],
    read: ({ plain: [model], option }) => {
      const [threads, runs] = [parseCount(option('--threads'), 64), parseCount(option('--runs'), 1000)];
      return threads === undefined || runs === undefined ? null : { kind: 'bench', model, threads, runs: runs ?? DEFAULT_RUNS };
    },
  },
  run: {
    usage:
      'run <package> <input>… [--out <dir>] [--spacing <mm>[,<mm>]] [--spacings <csv>] [--region <x>,<y>,<width>,<height>] [--explain occlusion] [--threads <n>]',
    plain: [2, Infinity],
    options: ['--out', '--spacing', '--spacings', '--region', '--explain', '--threads'],
    read: ({ plain: [model, ...inputs], option }) => {
      const spacing = parseSpacing(option('--spacing'));
      const threads = parseCount(option('--threads'), 64);
      const region = parseRegion(option('--region'));
      const explain = option('--explain');
      if (spacing === undefined || threads === undefined || region === undefined || (explain !== null && explain !== 'occlusion'))
        return null;
      const given = { kind: 'run', model, inputs, out: option('--out'), spacing, spacings: option('--spacings'), region, threads } as const;
      return explain === null ? given : { ...given, explain };
    },
  },
  pack: {
    usage: 'pack <folder> --out <file> [--fill]',
    plain: [1, 1],
    options: ['--out'],
    flags: ['--fill'],
    read: ({ plain: [folder], option, flag }) => {
      const out = option('--out');
      return out === null ? null : { kind: 'pack', folder, out, fill: flag('--fill') };
    },
  },
  keygen: {
    usage: 'keygen --out <file>',
    plain: [0, 0],
    options: ['--out'],
    read: ({ option }) => {
      const out = option('--out');
      return out === null ? null : { kind: 'keygen', out };
    },
  },
  sign: {
    usage: 'sign <package> --key <file> --key-id <id> [--out <file>]',
    plain: [1, 1],
    options: ['--key', '--key-id', '--out'],
    read: ({ plain: [model], option }) => {
      const [key, keyId] = [option('--key'), option('--key-id')];
      return key === null || keyId === null ? null : { kind: 'sign', model, key, keyId, out: option('--out') };
    },
  },
  convert: {
    usage: `convert <${Object.keys(CONVERTERS).join('|')}> <source> --out <folder>`,
    plain: [2, 2],
    options: ['--out'],
    read: ({ plain: [from, source], option }) => {
      const out = option('--out');
      return out === null || source === undefined || !isConverter(from) ? null : { kind: 'convert', from, source, out };
    },
  },
  verify: {
    usage: 'verify <package> [--trust <file>]',
    plain: [1, 1],
    options: ['--trust'],
    read: ({ plain: [model], option }) => ({ kind: 'verify', model, trust: option('--trust') }),
  },
};

const EXPLANATIONS = `<package>  folder of a model package, or one file (.mdpkg, .zip)
<source>   folder, archive or .onnx of a model in another format; nothing is fetched, what cannot be mapped is listed
<input>    image, volume, table or text file, archive, DICOMDIR or folder: one line an image file, one a series, one a row of a
           table, sorted by path; columns that the model does not read are ignored
--out      run: folder for the files of results that have some (created where missing)
           pack, sign: the one-file package to write; sign without it changes the package in place
           convert: folder for the draft package (created where missing)
           keygen: the new private key (PEM), readable by you alone
--spacing  pixel size in mm (row, column) for images that state none; sizes of findings are then in mm, else in px
--spacings the same for each file: a CSV of file,mm
--explain  occlusion: for each decision on an image a map of what it rested on, found by hiding the image part by part, as another
           output (some 170 runs of the network); its values are how far the probability falls
--threads  run, bench: threads of the runtime (by default one a core); one process keeps to one number
--runs     bench: runs of the test vectors after the first (by default 10)
--fill     writes size and SHA-256 of every file the manifest uses into the manifest first
--key      private Ed25519 key, PEM (PKCS #8) or JWK
--key-id   name of the key, as trust lists give it
--trust    JSON list of the publishers to trust: [{"name", "key_id", "public_key"}]

Results go to stdout, all else to stderr. Exit codes: 0 all well, 1 something failed, 2 wrong use.`;

export const USAGE = `usage: ${Object.values(SUBCOMMANDS)
  .map(({ usage }) => `model -- ${usage}`)
  .join('\n       ')}

${EXPLANATIONS}`;

/** Null on wrong use. */
export function parseModelArguments(words: readonly string[]): ModelCommand | null {
  const [name = '', ...rest] = words;
  const subcommand = Object.entries(SUBCOMMANDS).find(([kind]) => kind === name)?.[1];
  const given = subcommand === undefined ? null : readWords(rest, subcommand);
  return given === null || subcommand === undefined ? null : subcommand.read(given);
}

function readWords(words: readonly string[], { plain: [fewest, most], options = [], flags = [] }: Subcommand): GivenWords | null {
  const values = new Map<string, string>();
  const plain: string[] = [];
  let literal = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (literal || !word.startsWith('--')) plain.push(word);
    else if (word === '--') literal = true;
    else {
      const [name = '', inline] = word.split('=', 2);
      const value = flags.includes(word) ? '' : options.includes(name) ? (inline ?? words[++i]) : undefined;
      if (value === undefined || values.has(name)) return null;
      values.set(name, value);
    }
  }
  if (plain.length < fewest || plain.length > most || plain.includes('')) return null;
  const [first = '', ...others] = plain;
  return {
    plain: [first, ...others],
    option: (name) => values.get(name) ?? null,
    flag: (name) => values.has(name),
  };
}

const DEFAULT_RUNS = 10;

/** Undefined where it is no whole number from 1 to `most`; null where it is not given. */
function parseCount(text: string | null, most: number): number | null | undefined {
  if (text === null) return null;
  const count = Number(text);
  return /^\d+$/.test(text) && count >= 1 && count <= most ? count : undefined;
}

/** Undefined where it is not a corner and a size of whole pixels. */
function parseRegion(text: string | null): Box | null | undefined {
  if (text === null) return null;
  const numbers = /^\d+(,\d+){3}$/.test(text) ? text.split(',').map(Number) : [];
  const [x, y, width, height] = numbers;
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** Undefined where it is not one or two positive numbers. */
function parseSpacing(text: string | null): readonly [number, number] | null | undefined {
  if (text === null) return null;
  const numbers = text.split(',').map(Number);
  const [row, column = row] = numbers;
  if (numbers.length > 2 || row === undefined || column === undefined) return undefined;
  return [row, column].every((mm) => Number.isFinite(mm) && mm > 0) ? [row, column] : undefined;
}
