import { AppError } from '../../../../domain/errors';
import { PACKAGE_LIMITS } from '../../limits';
import { ONNX_DTYPES, scanOnnx, type OnnxScan, type OnnxTensorInfo } from '../../onnx/scan';

/** What an ONNX file says of itself, as the `networks[]` entry of a manifest needs it. */
export interface OnnxNetwork {
  readonly scan: OnnxScan;
  readonly inputs: readonly OnnxTensorInfo[];
  readonly outputs: readonly OnnxTensorInfo[];
}

/** @throws AppError `onnx-*`, `conversion-failed` where it has no input or output of tensors. */
export function onnxNetwork(bytes: Uint8Array): OnnxNetwork {
  const scan = scanOnnx(bytes);
  const [inputs, outputs] = [scan.inputs, scan.outputs].map((list) => list.filter(({ elementType }) => ONNX_DTYPES.has(elementType)));
  if (inputs === undefined || outputs === undefined || inputs.length === 0 || outputs.length === 0) {
    throw conversionFailed('the ONNX file has no tensor as input or output');
  }
  return { scan, inputs, outputs };
}

/** A network of one image in, whose answer is on the grid of that image. */
export interface SegmentationNetwork {
  readonly network: OnnxNetwork;
  readonly input: OnnxTensorInfo;
  readonly output: OnnxTensorInfo;
  /** Of space. */
  readonly dims: 2 | 3;
}

/** @throws AppError as `onnxNetwork`, `conversion-failed` where the image is not of 2 or 3 dimensions. */
export function segmentationNetwork(bytes: Uint8Array): SegmentationNetwork {
  const network = onnxNetwork(bytes);
  const [input] = network.inputs;
  const [output] = network.outputs;
  const dims = (input?.shape.length ?? 0) - 2;
  if (input === undefined || output === undefined || (dims !== 2 && dims !== 3))
    throw conversionFailed('the network does not take one image of 2 or 3 dimensions');
  return { network, input, output, dims };
}

/** Axes guessed from the number of dimensions: batch, channel, then space (2 or 3), or one index. */
export function guessedAxes({ shape }: OnnxTensorInfo): Record<string, unknown>[] {
  const size = (value: number | string | null | undefined): Record<string, unknown> =>
    typeof value === 'number' && value > 0 ? { size: value } : {};
  const channel = { type: 'channel', ...size(shape[1]) };
  const space = (names: readonly string[]): Record<string, unknown>[] =>
    names.map((id, i) => ({ type: 'space', id, ...size(shape[i + 2]) }));
  switch (shape.length) {
    case 5:
      return [{ type: 'batch' }, channel, ...space(['z', 'y', 'x'])];
    case 4:
      return [{ type: 'batch' }, channel, ...space(['y', 'x'])];
    case 3:
      return [{ type: 'batch' }, channel, { type: 'index', ...size(shape[2]) }];
    case 2:
      return [{ type: 'batch' }, channel];
    default:
      return shape.map((length) => ({ type: 'index', ...size(length) }));
  }
}

export function tensorEntry(tensor: OnnxTensorInfo, axes: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { id: tensor.name, axes, data: { type: ONNX_DTYPES.get(tensor.elementType) ?? 'float32' } };
}

/** The `networks[]` entry; size and hash of the weights are filled in with those of all files. */
export function networkEntry(
  path: string,
  { scan }: OnnxNetwork,
  inputs: readonly Record<string, unknown>[],
  outputs: readonly Record<string, unknown>[],
): Record<string, unknown> {
  const domains = [...scan.opsets.keys()];
  const classic = domains.includes('ai.onnx.ml');
  return {
    id: 'network',
    weights: [
      { source: path, sha256: '0'.repeat(64), size: 1, precision: 'fp32', opset_version: scan.opsets.get('ai.onnx') ?? 1, domains },
    ],
    ep: classic ? ['wasm'] : ['webgpu', 'wasm'],
    ...(classic ? { bundle: 'wasm' } : {}),
    inputs,
    outputs,
  };
}

export function conversionFailed(message: string, cause?: unknown): AppError {
  return new AppError('conversion-failed', message, { problem: message.slice(0, 300) }, { cause });
}

/**
 * Where the network states how many channels it has, the source must name as many: a list cut short would put names and
 * numbers at the wrong ones.
 * @throws AppError `conversion-failed`.
 */
export function checkChannels(what: string, listed: number, { shape }: OnnxTensorInfo): void {
  const stated = shape[1];
  if (typeof stated === 'number' && stated > 0 && stated !== listed)
    throw conversionFailed(`${String(listed)} ${what}, but the network has ${String(stated)}`);
}

/** Before a name is made for each: a network may state any number. @throws AppError `conversion-failed`. */
export function checkClassCount(count: number): void {
  if (count > PACKAGE_LIMITS.labels)
    throw conversionFailed(`${String(count)} classes; a package has at most ${String(PACKAGE_LIMITS.labels)} labels`);
}
