import { AppError } from '../../../domain/errors';
import { operatorName, scanOnnx, ONNX_DTYPES, type OnnxScan, type OnnxTensorInfo } from './scan';
import { WASM_SUPPORT } from './operators';
import { webgpuNotes } from './webgpu-notes';
import type { ManifestNetwork } from '../manifest-schema';

export interface OnnxAudit {
  readonly scan: OnnxScan;
  /** Words about operators that WebGPU may not run rightly; never a reason to refuse. */
  readonly webgpuNotes: readonly string[];
  /** Needs the plain WASM bundle: the WebGPU one lacks the operators of `ai.onnx.ml`. */
  readonly wasmOnly: boolean;
}

/**
 * Checks an ONNX file against what the runtime can run and against what the manifest says of it, before any session.
 * @throws AppError `onnx-malformed`, `onnx-external-data`, `onnx-opset-unsupported`, `onnx-operator-unsupported`, `package-schema`.
 */
export function auditOnnx(bytes: Uint8Array, network: ManifestNetwork): OnnxAudit {
  const scan = scanOnnx(bytes);
  const used = new Set([...scan.operators.values()].map(({ domain }) => (domain === '' ? 'ai.onnx' : domain)));
  for (const { domain, type } of scan.operators.values()) {
    const support = WASM_SUPPORT.get(domain === '' ? 'ai.onnx' : domain);
    if (support?.operators.has(type) !== true) {
      const operator = operatorName(domain, type);
      throw new AppError('onnx-operator-unsupported', `the network uses the operator ${operator}, which WASM does not run`, {
        operator: operator.slice(0, 100),
        provider: 'wasm',
      });
    }
  }
  for (const [domain, version] of scan.opsets) {
    const support = WASM_SUPPORT.get(domain);
    if (support === undefined && !used.has(domain)) continue;
    if (support === undefined || version < support.oldest || version > support.newest) {
      const name = `${domain.slice(0, 100)} ${String(version)}`;
      throw new AppError('onnx-opset-unsupported', `the network needs opset ${name}, which this app does not run`, { opset: name });
    }
  }
  checkAgainstManifest(scan, network);
  return { scan, webgpuNotes: webgpuNotes(scan), wasmOnly: used.has('ai.onnx.ml') };
}

function checkAgainstManifest(scan: OnnxScan, network: ManifestNetwork): void {
  const opset = scan.opsets.get('ai.onnx');
  const declared = network.weights[0]?.opset_version;
  if (opset !== declared) throw mismatch(network, `opset_version is ${String(declared)}, the file says ${String(opset)}`);
  checkTensors(network, 'input', network.inputs, scan.inputs);
  checkTensors(network, 'output', network.outputs, scan.outputs);
  const extra = scan.inputs.find(({ name }) => network.inputs.every(({ id }) => id !== name));
  if (extra !== undefined) throw mismatch(network, `the file needs an input "${extra.name}" that the manifest lacks`);
}

function checkTensors(
  network: ManifestNetwork,
  side: 'input' | 'output',
  declared: ManifestNetwork['inputs'],
  actual: readonly OnnxTensorInfo[],
): void {
  for (const { id, axes, data } of declared) {
    const tensor = actual.find(({ name }) => name === id);
    if (tensor === undefined) throw mismatch(network, `the file has no ${side} "${id}"`);
    const dtype = ONNX_DTYPES.get(tensor.elementType);
    if (dtype !== data.type) {
      throw mismatch(network, `${side} "${id}" is ${dtype ?? 'of another type'} in the file, ${data.type} in the manifest`);
    }
    if (tensor.shape.length > 0 && tensor.shape.length !== axes.length) {
      throw mismatch(
        network,
        `${side} "${id}" has ${String(tensor.shape.length)} axes in the file, ${String(axes.length)} in the manifest`,
      );
    }
  }
}

function mismatch(network: ManifestNetwork, message: string): AppError {
  const text = `networks.${network.id}: ${message}`;
  return new AppError('package-schema', text, { problem: text.slice(0, 300) });
}
