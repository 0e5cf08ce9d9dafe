import { parseModel, serializeModel } from '../packages/onnx/model-proto';
import { foldConvolution3d } from './fold-convolution-3d';
import { GraphEditor } from './graph-editor';
import { padChannels } from './pad-channels';
import { rewriteTransposedConvolution3d } from './transposed-convolution-3d';
import { dropZipMaps } from './zip-map';

export type RewriteId = 'ZipMap' | 'ConvTranspose3D' | 'Conv3D' | 'channels';

export interface PreparedGraph {
  readonly bytes: Uint8Array;
  /** Rewrites that changed something, in the order applied. */
  readonly applied: readonly RewriteId[];
}

/** Slice, Pad and Clip take their arguments as inputs from here on. */
export const OLDEST_OPSET = 11;

/**
 * A network as the provider runs it right and fast. Every rewrite is exact: the same products are summed, at most in
 * another order; names of inputs and outputs stay. A file that needs none comes back as the very same bytes.
 * @param bytes an ONNX file that `auditOnnx` has found sound.
 * @throws AppError `onnx-malformed`.
 */
export function prepareGraph(bytes: Uint8Array, provider: 'wasm' | 'webgpu'): PreparedGraph {
  const graph = new GraphEditor(parseModel(bytes));
  const applied: RewriteId[] = [];
  const note = (id: RewriteId, changed: boolean): void => {
    if (changed) applied.push(id);
  };
  note('ZipMap', dropZipMaps(graph));
  if (provider === 'webgpu') {
    if (graph.opset >= OLDEST_OPSET) {
      note('ConvTranspose3D', graph.rewrite(rewriteTransposedConvolution3d));
      note('Conv3D', graph.rewrite(foldConvolution3d));
    }
    note('channels', padChannels(graph));
  }
  return applied.length === 0 ? { bytes, applied } : { bytes: serializeModel(graph.finish()), applied };
}
