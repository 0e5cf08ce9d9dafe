import type { OnnxConvolution, OnnxScan } from './scan';

/** Input channels for which 3 × 3 convolutions were seen to give silently wrong numbers on WebGPU (onnxruntime-web 1.30). */
const WRONG_CHANNELS = [6, 9, 15, 33];

/**
 * What is known to fail or to miscompute on the WebGPU provider of onnxruntime-web 1.30, in words. Reasons to be told
 * of; whether WebGPU is used is decided by the test vectors on each machine.
 */
export function webgpuNotes(scan: OnnxScan): string[] {
  const notes = new Set<string>();
  for (const convolution of scan.convolutions) {
    const note = convolutionNote(convolution);
    if (note !== null) notes.add(note);
  }
  for (const operator of ['DFT', 'STFT']) if (scan.operators.has(operator)) notes.add(`${operator} is less exact than on WASM`);
  return [...notes];
}

function convolutionNote({ type, group, weights }: OnnxConvolution): string | null {
  const [, channels = 0, ...kernel] = weights;
  if (kernel.length === 3 && type === 'ConvTranspose') return '3-D ConvTranspose fails at run time';
  if (kernel.length === 3 && group > 1) return 'grouped 3-D Conv fails at run time';
  const threeByThree = type === 'Conv' && kernel.length === 2 && kernel.every((side) => side === 3);
  if (threeByThree && group === 1 && WRONG_CHANNELS.includes(channels))
    return `3 × 3 Conv of ${String(channels)} channels may give wrong numbers`;
  return null;
}
