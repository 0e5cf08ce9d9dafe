import type { OnnxModel, OnnxNode } from '../packages/onnx/model-proto';
import { FREE_OPERATORS, WEBGPU_OPERATORS } from '../packages/onnx/operators-webgpu';
import { operatorName, type OnnxScan } from '../packages/onnx/scan';
import { readConvolution } from './convolution';
import { isFoldable } from './fold-convolution-3d';
import { GraphEditor } from './graph-editor';
import { OLDEST_OPSET } from './prepare';
import { isRewritable } from './transposed-convolution-3d';

export interface WebgpuAudit {
  /** What makes a run on WebGPU fail, in words; empty where it may be tried. */
  readonly lacking: readonly string[];
  /** What is slow or less exact there, in words. */
  readonly notes: readonly string[];
}

/** ONNX type of texts. */
const STRING = 8;

/**
 * What the WebGPU provider of onnxruntime-web 1.30 cannot run of a network, after it has been prepared as it will be.
 * Whether it runs right is for the test vectors on each machine to say.
 */
export function auditWebgpu(model: OnnxModel, scan: OnnxScan): WebgpuAudit {
  const lacking = new Set<string>();
  const notes = new Set<string>();
  const graph = new GraphEditor(model);
  for (const node of graph.nodes) {
    const reason = failure(node, graph);
    if (reason !== null) lacking.add(reason);
  }
  if ([...scan.operators.values()].some(({ domain }) => domain === 'ai.onnx.ml')) lacking.add('operators of ai.onnx.ml run on WASM only');
  if ([...scan.inputs, ...scan.outputs].some(({ elementType }) => elementType === STRING)) lacking.add('texts are taken on WASM only');
  const aside = [...scan.operators.values()]
    .filter(({ domain }) => domain !== 'ai.onnx.ml')
    .map(({ domain, type }) => operatorName(domain, type))
    .filter((name) => !WEBGPU_OPERATORS.has(name) && !FREE_OPERATORS.has(name));
  if (aside.length > 0) notes.add(`on the CPU beside the GPU: ${aside.sort().join(', ')}`);
  for (const operator of ['DFT', 'STFT']) if (scan.operators.has(operator)) notes.add(`${operator} is less exact than on WASM`);
  return { lacking: [...lacking], notes: [...notes] };
}

/** Seen to fail at run time, not when the session is made, after which the device is unusable. */
function failure(node: OnnxNode, graph: GraphEditor): string | null {
  const convolution = readConvolution(node, graph);
  if (convolution?.kernel.length !== 3) return null;
  const prepared = graph.opset >= OLDEST_OPSET && (isRewritable(convolution) || isFoldable(convolution));
  if (prepared) return null;
  if (convolution.type === 'ConvTranspose') return 'a 3-D ConvTranspose of this kind fails';
  return convolution.group > 1 ? 'a grouped 3-D Conv of this kind fails' : null;
}
