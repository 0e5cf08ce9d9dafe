import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { toAppError } from '../domain/errors';
import type { NetworkRuntime } from '../inference/runtime/network-session';
import { nodeRuntime } from '../inference/runtime/ort-node';
import { benchModel } from './bench-model';
import { checkModel } from './check-model';
import { parseModelArguments, USAGE, type ModelCommand } from './model-arguments';
import { convertModel } from './convert-model';
import { configureNodeCodecs } from './node-codecs';
import { packModel } from './pack-model';
import { runModel } from './run-model';
import { signModel } from './sign-model';
import { generateSigningKey } from './signing-key';
import { verifyModel } from './verify-model';

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Exit codes: 0 all well, 1 something failed, 2 wrong use. */
async function main(command: ModelCommand): Promise<0 | 1> {
  // Libraries that write to the console must not mix with results.
  console.log = console.error;
  switch (command.kind) {
    case 'check': {
      const { passed, line } = await checkModel(command.model, runtime());
      print(line);
      return passed ? 0 : 1;
    }
    case 'bench':
      print(JSON.stringify(await benchModel(command, runtime(command.threads))));
      return 0;
    case 'run': {
      if (command.out !== null) await mkdir(command.out, { recursive: true });
      const succeeded = await runModel(command, runtime(command.threads), {
        result: print,
        note: (line) => process.stderr.write(`${line}\n`),
      });
      return succeeded ? 0 : 1;
    }
    case 'pack':
      print(await packModel(command.folder, command.out, command.fill));
      return 0;
    case 'convert':
      print(await convertModel(command.from, command.source, command.out));
      return 0;
    case 'keygen':
      print(JSON.stringify(await generateSigningKey(command.out)));
      return 0;
    case 'sign':
      print(JSON.stringify(await signModel(command)));
      return 0;
    case 'verify': {
      const { intact, line } = await verifyModel(command.model, command.trust);
      print(line);
      return intact ? 0 : 1;
    }
  }
}

function runtime(threads: number | null = null): NetworkRuntime {
  configureNodeCodecs();
  return nodeRuntime(threads ?? availableParallelism());
}

// An early end of the reader (`| head`) is no fault.
process.stdout.on('error', () => process.exit(0));

const words = process.argv.slice(2);
const command = parseModelArguments(words);
if (words[0] === '--help' || words[0] === 'help') {
  print(USAGE);
} else if (command === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(command);
  } catch (error) {
    const { code, message, context } = toAppError(error);
    const detail = context['detail'] === undefined ? '' : ` (${String(context['detail'])})`;
    process.stderr.write(`${code}: ${message}${detail}\n`);
    process.exitCode = 1;
  }
}
