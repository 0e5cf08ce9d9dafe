import { int64Tensor } from '../packages/onnx/build-proto';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from '../packages/onnx/model-proto';

/** Field of GraphProto: types and shapes of the values between nodes, which nothing needs. */
const VALUE_INFO = 13;

/** One exact change of a graph: the nodes that stand for this one, or null where it does not apply. */
export type Rewrite = (node: OnnxNode, graph: GraphEditor) => readonly OnnxNode[] | null;

/** A graph while it is rewritten. Names of values that leave it or cross it never change. */
export class GraphEditor {
  #nodes: readonly OnnxNode[];
  #outputs: readonly OnnxValueInfo[];
  readonly #initializers: Map<string, OnnxTensor>;
  readonly #constants = new Map<string, OnnxTensor>();
  readonly #shapes = new Map<string, string>();
  #next = 0;

  constructor(private readonly model: OnnxModel) {
    this.#nodes = model.graph.nodes;
    this.#outputs = model.graph.outputs;
    this.#initializers = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]));
    for (const { type, domain, outputs, attributes } of this.#nodes) {
      const value = attributes.get('value')?.tensor;
      const [name] = outputs;
      if (type === 'Constant' && domain === '' && value !== undefined && value !== null && name !== undefined)
        this.#constants.set(name, value);
    }
  }

  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  get opset(): number {
    return this.model.opsets.get('ai.onnx') ?? 0;
  }

  /** Branches and bodies may use any name of the graph around them. */
  get hasNestedGraphs(): boolean {
    return this.#nodes.some(({ attributes }) => [...attributes.values()].some(({ graphs }) => graphs.length > 0));
  }

  /** The value of a name that is known before the graph runs. */
  constant(name: string): OnnxTensor | null {
    return this.#initializers.get(name) ?? this.#constants.get(name) ?? null;
  }

  isOutput(name: string): boolean {
    return this.#outputs.some((output) => output.name === name);
  }

  /** A name that nothing in the graph has. */
  fresh(hint: string): string {
    for (;;) {
      const name = `${hint}/prepared_${String(this.#next++)}`;
      if (this.constant(name) === null && !this.#nodes.some(({ outputs }) => outputs.includes(name))) return name;
    }
  }

  add(tensor: OnnxTensor): string {
    this.#initializers.set(tensor.name, tensor);
    return tensor.name;
  }

  int64s(values: readonly number[]): string {
    const key = values.join();
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const name = this.add(int64Tensor(this.fresh('int64'), values));
    this.#shapes.set(key, name);
    return name;
  }

  /** Puts each node through a rewrite. True where any changed. */
  rewrite(rewrite: Rewrite): boolean {
    let changed = false;
    const nodes: OnnxNode[] = [];
    for (const node of this.#nodes) {
      const made = rewrite(node, this);
      changed ||= made !== null;
      nodes.push(...(made ?? [node]));
    }
    this.#nodes = nodes;
    return changed;
  }

  /** Sets what leaves the graph under a name, or lets a further value leave it. */
  setOutput(output: OnnxValueInfo): void {
    const known = this.#outputs.some(({ name }) => name === output.name);
    this.#outputs = known ? this.#outputs.map((other) => (other.name === output.name ? output : other)) : [...this.#outputs, output];
  }

  /** Replaces nodes by place. */
  replace(nodes: readonly OnnxNode[]): void {
    this.#nodes = nodes;
  }

  /** The model as it is now: constants that nothing uses any longer and the shapes that may no longer hold left out. */
  finish(): OnnxModel {
    const { graph } = this.model;
    const used = new Set(this.#nodes.flatMap(({ inputs }) => inputs));
    for (const { name } of this.#outputs) used.add(name);
    const keepAll = this.hasNestedGraphs;
    const initializers = [...this.#initializers.values()].filter(({ name }) => keepAll || used.has(name));
    const rest = graph.rest.filter(({ field }) => field !== VALUE_INFO);
    return { ...this.model, graph: { ...graph, nodes: this.#nodes, initializers, outputs: this.#outputs, rest } };
  }
}
