import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../domain/errors';
import { inspect } from './inspect';
import { configureNodeCodecs } from './node-codecs';
import { listFiles, type GivenFile } from './node-files';
import { readRegionArguments, REGION_USAGE, writeRegion } from './region';

const USAGE = `usage: npm run --silent image -- inspect <path>… [--pixels], or ${REGION_USAGE}`;

/** Exit codes: 0 all opened or set aside, 1 at least one failed, 2 wrong use. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'region') {
    const region = readRegionArguments(args.slice(1));
    configureNodeCodecs();
    await writeRegion(region);
    return 0;
  }
  const { paths, pixels } = readArguments(args);
  configureNodeCodecs();
  const files: GivenFile[] = [];
  for (const path of paths) {
    const inside = await listFiles(path);
    if (inside.length === 0) process.stderr.write(`${path}: a folder without files\n`);
    files.push(...inside);
  }
  let failed = false;
  for await (const line of inspect(files, { pixels })) {
    failed ||= line.status === 'failed';
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  return failed ? 1 : 0;
}

function readArguments(args: readonly string[]): { readonly paths: readonly string[]; readonly pixels: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { pixels: { type: 'boolean', default: false } },
    });
    const [command, ...paths] = positionals;
    if (command === 'inspect' && paths.length > 0 && !paths.includes('')) return { paths, pixels: values.pixels };
  } catch (cause) {
    throw new AppError('usage', USAGE, {}, { cause });
  }
  throw new AppError('usage', USAGE);
}

// An early end of the reader (`| head`) is no fault.
process.stdout.on('error', () => process.exit(0));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const { code, message } = toAppError(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = code === 'usage' ? 2 : 1;
  },
);
