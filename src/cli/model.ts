import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { toAppError } from '../domain/errors';
import { nodeRuntime } from '../inference/runtime/ort-node';
import { checkModel } from './check-model';
import { parseModelArguments, USAGE, type ModelCommand } from './model-arguments';
import { configureNodeCodecs } from './node-codecs';
import { runModel } from './run-model';

/** Exit codes: 0 all well, 1 something failed, 2 wrong use. */
async function main(command: ModelCommand): Promise<0 | 1> {
  // Libraries that write to the console must not mix with results.
  console.log = console.error;
  configureNodeCodecs();
  const runtime = nodeRuntime(availableParallelism());
  if (command.kind === 'check') {
    const { passed, line } = await checkModel(command.model, runtime);
    process.stdout.write(`${line}\n`);
    return passed ? 0 : 1;
  }
  if (command.out !== null) await mkdir(command.out, { recursive: true });
  const succeeded = await runModel(command, runtime, {
    result: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  });
  return succeeded ? 0 : 1;
}

// An early end of the reader (`| head`) is no fault.
process.stdout.on('error', () => process.exit(0));

const command = parseModelArguments(process.argv.slice(2));
if (command === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(command);
  } catch (error) {
    const { code, message } = toAppError(error);
    process.stderr.write(`${code}: ${message}\n`);
    process.exitCode = 1;
  }
}
