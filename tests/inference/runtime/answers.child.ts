/** Prints a hash of what the networks of the conformance cases answer with as many threads as asked for: they are set once for a process. */
import { createHash } from 'node:crypto';
import process from 'node:process';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import { convolutionCases, networkCases } from '../fixtures/conformance-cases';

const runtime = nodeRuntime(Number(process.argv[2]));
const hash = createHash('sha256');
for (const { model, inputs } of [...networkCases(), ...convolutionCases()]) {
  const session = await runtime.createSession(model);
  for (const tensor of Object.values(await session.run(inputs))) {
    if (tensor.dtype === 'float32') hash.update(new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
  }
  await session.release();
}
process.stdout.write(`${hash.digest('hex')}\n`);
process.exit(0);
