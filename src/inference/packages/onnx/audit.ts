import { AppError } from '../../../domain/errors';
import { auditWebgpu } from '../../graph/audit-webgpu';
import { operatorName, scanOnnx, ONNX_DTYPES, type OnnxScan, type OnnxTensorInfo } from './scan';
import { WASM_SUPPORT } from './operators';
import { checkSizes } from './check-sizes';
import { checkStructure } from './check-structure';
import { parseModel, type OnnxModel } from './model-proto';
import type { ManifestNetwork } from '../manifest-schema';

/** Of onnxruntime 1.30. */
const NEWEST_IR = 13;

export interface OnnxAudit {
  readonly scan: OnnxScan;
  /** What is lacking, slow or less exact on WebGPU, in words; never a reason to refuse. */
  readonly webgpuNotes: readonly string[];
  /** What WebGPU cannot run of the network, in words; empty where it may be tried. WASM runs every network that passes. */
  readonly webgpuLacking: readonly string[];
  /** Not to be tried on WebGPU: something is lacking there. */
  readonly wasmOnly: boolean;
}

/**
 * Checks an ONNX file against what the runtime can run and against what the manifest says of it, before any session.
 * @throws AppError `onnx-malformed`, `onnx-external-data`, `onnx-opset-unsupported`, `onnx-operator-unsupported`,
 * `onnx-graph-invalid`, `onnx-too-large`, `onnx-loop-unbounded`, `package-too-large`, `package-schema`.
 */
export function auditOnnx(bytes: Uint8Array, network: ManifestNetwork): OnnxAudit {
  const audit = auditGraph(bytes);
  checkAgainstManifest(audit.scan, network);
  return audit;
}

/** The same without a manifest, for a file that has none yet. @throws as `auditOnnx`, without `package-schema`. */
export function auditGraph(bytes: Uint8Array): OnnxAudit {
  const scan = scanOnnx(bytes);
  if (scan.irVersion > NEWEST_IR) {
    const version = `IR ${String(scan.irVersion)}`;
    const remedy = `the newest here is ${String(NEWEST_IR)}: save it with a lower model.ir_version`;
    throw new AppError('onnx-opset-unsupported', `the file is of ONNX ${version}, ${remedy}`, { opset: version });
  }
  checkOperators(scan);
  const model = parseModel(bytes);
  checkStructure(model);
  checkSizes(model.graph, scan.inputs);
  const { lacking, notes } = auditWebgpu(model, scan);
  const outputs = withoutZipMaps(model, scan.outputs);
  return { scan: { ...scan, outputs }, webgpuNotes: [...lacking, ...notes], webgpuLacking: lacking, wasmOnly: lacking.length > 0 };
}

/** @throws AppError `onnx-operator-unsupported`, `onnx-opset-unsupported`, with the name. */
function checkOperators(scan: OnnxScan): void {
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
}

/** The outputs as they are once `ZipMap` has given way to the tensor before it. */
function withoutZipMaps({ graph }: OnnxModel, outputs: readonly OnnxTensorInfo[]): readonly OnnxTensorInfo[] {
  const maps = graph.nodes.filter(({ type, domain }) => type === 'ZipMap' && domain === 'ai.onnx.ml');
  if (maps.length === 0) return outputs;
  const tensor = (name: string): OnnxTensorInfo => ({ name, elementType: FLOAT32, shape: [null, null] });
  const made = new Set(maps.flatMap((node) => node.outputs));
  const before = maps.flatMap(({ inputs }) => inputs.slice(0, 1)).filter((name) => outputs.every((output) => output.name !== name));
  return [...outputs.map((output) => (made.has(output.name) ? tensor(output.name) : output)), ...before.map(tensor)];
}

const FLOAT32 = 1;

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
    for (const [i, axis] of axes.entries()) {
      const [given, wanted] = [tensor.shape[i], axis.channel_names?.length ?? axis.size];
      if (typeof given !== 'number' || typeof wanted !== 'number' || given === wanted) continue;
      const place = `${side} "${id}" axes[${String(i)}] (${axis.type})`;
      throw mismatch(network, `${place} has ${String(given)} in the file, ${String(wanted)} in the manifest`);
    }
  }
}

function mismatch(network: ManifestNetwork, message: string): AppError {
  const text = `networks.${network.id}: ${message}`;
  return new AppError('package-schema', text, { problem: text.slice(0, 300) });
}
