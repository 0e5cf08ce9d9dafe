import { makeNode, makeValueInfo } from '../packages/onnx/build-proto';
import type { GraphEditor } from './graph-editor';

const FLOAT32 = 1;

/**
 * Takes `ZipMap` away, which scikit-learn's converters put after a classifier: its answer, a list of dictionaries, cannot
 * be read from the runtime. The tensor before it (one row a sample, one column a class) leaves the graph instead, under the
 * name of the dictionaries and under its own.
 */
export function dropZipMaps(graph: GraphEditor): boolean {
  return graph.rewrite(({ type, domain, inputs, outputs }) => {
    const [input] = inputs;
    const [output] = outputs;
    if (type !== 'ZipMap' || domain !== 'ai.onnx.ml' || input === undefined || output === undefined) return null;
    if (graph.isOutput(output)) graph.setOutput(makeValueInfo(output, FLOAT32, null));
    graph.setOutput(makeValueInfo(input, FLOAT32, null));
    return [makeNode({ type: 'Identity', inputs: [input], outputs: [output] })];
  });
}
