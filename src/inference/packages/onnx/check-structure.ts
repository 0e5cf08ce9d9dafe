import { AppError } from '../../../domain/errors';
import { ONNX_LIMITS } from '../limits';
import { constantsOf, integersOf, type Constants } from './constants';
import { eachField, parseGraph, parseNode, type OnnxGraph, type OnnxModel, type OnnxNode } from './model-proto';
import { ProtobufReader } from './protobuf';
import { operatorName } from './scan';

/**
 * Checks what makes a graph a graph: every value made once and known where it is used, no cycles, no endless loops, no
 * functions that call themselves.
 * @throws AppError `onnx-graph-invalid`, `onnx-loop-unbounded`, `package-too-large`.
 */
export function checkStructure(model: OnnxModel): void {
  checkGraph(model.graph, { names: new Set(), constants: new Map(), turns: 1 });
  checkFunctions(model);
}

/** What a branch or a body sees of the graph around it. */
interface Outside {
  readonly names: ReadonlySet<string>;
  readonly constants: Constants;
  /** Turns of the loops around it. */
  readonly turns: number;
}

function checkGraph(graph: OnnxGraph, outside: Outside): void {
  const known = new Set(outside.names);
  const own = new Set<string>();
  const define = (name: string, what: string): void => {
    if (own.has(name)) throw invalid(`${what} "${short(name)}" is there twice`);
    own.add(name);
    known.add(name);
  };
  const initializers = new Set<string>();
  for (const { name } of graph.initializers) {
    if (initializers.has(name)) throw invalid(`the initializer "${short(name)}" is there twice`);
    initializers.add(name);
  }
  for (const { name } of graph.inputs) define(name, 'the input');
  // Old exporters list initializers among the inputs too.
  for (const name of initializers) if (!own.has(name)) define(name, 'the initializer');
  const makers = new Map<string, number>();
  for (const [index, { outputs }] of graph.nodes.entries()) {
    for (const name of outputs) {
      if (name === '') continue;
      define(name, 'the value');
      makers.set(name, index);
    }
  }
  checkAcyclic(graph, makers, known);
  for (const { name } of graph.outputs) if (!known.has(name)) throw invalid(`nothing makes the output "${short(name)}"`);
  const constants = constantsOf(graph, outside.constants);
  for (const node of graph.nodes) {
    const turns = outside.turns * turnsOf(node, constants);
    if (turns > ONNX_LIMITS.loopTurns) throw unbounded(`its loops turn ${String(turns)} times`);
    for (const { graphs } of node.attributes.values())
      for (const bytes of graphs) checkGraph(parseGraph(bytes), { names: known, constants, turns });
  }
}

/** Each node after those that make its inputs, found without recursion. */
function checkAcyclic({ nodes }: OnnxGraph, makers: ReadonlyMap<string, number>, known: ReadonlySet<string>): void {
  const waiting = new Int32Array(nodes.length);
  const followers = nodes.map((): number[] => []);
  for (const [index, { inputs }] of nodes.entries()) {
    for (const name of inputs) {
      if (name === '') continue;
      if (!known.has(name)) throw invalid(`nothing makes the value "${short(name)}"`);
      const maker = makers.get(name);
      if (maker === undefined) continue;
      followers[maker]?.push(index);
      waiting[index] = (waiting[index] ?? 0) + 1;
    }
  }
  const ready = [...nodes.keys()].filter((index) => waiting[index] === 0);
  let done = 0;
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    done++;
    for (const follower of followers[index] ?? []) {
      const left = (waiting[follower] ?? 0) - 1;
      waiting[follower] = left;
      if (left === 0) ready.push(follower);
    }
  }
  if (done < nodes.length) throw invalid('its nodes wait for each other in a circle');
}

/**
 * Turns of a Loop as far as the file says; 1 for other nodes. A count that the graph computes is left to the watchdog of
 * the worker.
 */
function turnsOf({ type, domain, inputs }: OnnxNode, constants: Constants): number {
  if (type !== 'Loop' || domain !== '') return 1;
  const [count = ''] = inputs;
  if (count === '') throw unbounded('a Loop has no greatest number of turns');
  const tensor = constants.get(count);
  const [turns] = (tensor === undefined ? null : integersOf(tensor)) ?? [];
  return turns === undefined ? 1 : Math.max(1, turns);
}

const FUNCTIONS = 25;

/** Functions of the file's own are put in place of their calls: the graph that makes must stay within the limit too. */
function checkFunctions({ graph, rest }: OnnxModel): void {
  const bodies = new Map<string, readonly OnnxNode[]>();
  for (const { field, bytes } of rest) {
    if (field !== FUNCTIONS) continue;
    const { name, nodes } = parseFunction(bytes);
    if (bodies.has(name)) throw invalid(`the function "${short(name)}" is there twice`);
    bodies.set(name, nodes);
  }
  if (bodies.size === 0) return;
  const sizes = new Map<string, number>();
  const sizeOf = (name: string, depth: number): number => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    if (depth > bodies.size) throw invalid(`the function "${short(name)}" calls itself`);
    const size = sum(bodies.get(name) ?? [], depth + 1);
    sizes.set(name, size);
    return size;
  };
  const sum = (nodes: readonly OnnxNode[], depth: number): number => {
    let total = 0;
    for (const { domain, type, attributes } of nodes) {
      const name = operatorName(domain, type);
      total += bodies.has(name) ? sizeOf(name, depth) : 1;
      for (const { graphs } of attributes.values()) for (const bytes of graphs) total += sum(parseGraph(bytes).nodes, depth);
      if (total > ONNX_LIMITS.nodes)
        throw new AppError('package-too-large', 'the functions of the ONNX file unfold into too many nodes', { nodes: total });
    }
    return total;
  };
  sum(graph.nodes, 0);
  for (const name of bodies.keys()) sizeOf(name, 0);
}

function parseFunction(field: Uint8Array): { readonly name: string; readonly nodes: readonly OnnxNode[] } {
  const reader = new ProtobufReader(field);
  reader.next();
  const nodes: OnnxNode[] = [];
  let type = '';
  let domain = '';
  eachField(reader.message(), (number, wire, from, keep) => {
    if (number === 1 && wire === 2) type = from.string();
    else if (number === 10 && wire === 2) domain = from.string();
    else if (number === 7 && wire === 2) nodes.push(parseNode(from.view()));
    else keep();
  });
  return { name: operatorName(domain, type), nodes };
}

function short(name: string): string {
  return name.slice(0, 60);
}

function invalid(what: string): AppError {
  return new AppError('onnx-graph-invalid', `not a valid ONNX graph: ${what}`, { what });
}

function unbounded(what: string): AppError {
  return new AppError('onnx-loop-unbounded', `the network may run without end: ${what}`, { what });
}
