import type { NodeParts } from '../../src/inference/packages/onnx/build-proto';
import type { OnnxTensor } from '../../src/inference/packages/onnx/model-proto';
import type { NetworkTensor } from '../../src/inference/runtime/network-session';
import { floatWeights, networkFile, noiseTensor } from '../inference/fixtures/network-graph';

/** A network of the usual build with random weights: what it answers says nothing, what it costs does. */
export interface BenchNetwork {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly inputs: Readonly<Record<string, NetworkTensor<'float32'>>>;
}

/** Layers one after the other, each fed by the one before unless told otherwise. */
class Layers {
  readonly nodes: NodeParts[] = [];
  readonly weights: OnnxTensor[] = [];
  last = 'x';

  constructor(private readonly dims: 2 | 3) {}

  add(type: string, inputs: readonly string[], attributes: NodeParts['attributes'] = {}): string {
    this.last = `v${String(this.nodes.length)}`;
    this.nodes.push({ type, inputs, outputs: [this.last], attributes });
    return this.last;
  }

  constant(shape: readonly number[], scale = 0.1): string {
    const name = `w${String(this.weights.length)}`;
    this.weights.push(floatWeights(name, noiseTensor(shape, this.weights.length + 1, scale)));
    return name;
  }

  /** Convolution, normalisation over the image, leaky rectifier. */
  block(from: number, to: number, dilation = 1): string {
    const space = this.dims;
    const pads = new Array<number>(2 * space).fill(dilation);
    const kernel = new Array<number>(space).fill(3);
    this.add('Conv', [this.last, this.constant([to, from, ...kernel]), this.constant([to])], {
      pads,
      dilations: new Array<number>(space).fill(dilation),
    });
    this.add('InstanceNormalization', [this.last, this.constant([to], 1), this.constant([to])]);
    return this.add('LeakyRelu', [this.last], { alpha: { float: 0.01 } });
  }

  down(): void {
    const two = new Array<number>(this.dims).fill(2);
    this.add('MaxPool', [this.last], { kernel_shape: two, strides: two });
  }

  up(from: number, to: number, skip: string): void {
    const two = new Array<number>(this.dims).fill(2);
    this.add('ConvTranspose', [this.last, this.constant([from, to, ...two])], { strides: two });
    this.add('Concat', [this.last, skip], { axis: 1 });
  }

  file(name: string, shape: readonly number[]): BenchNetwork {
    const bytes = networkFile({ nodes: this.nodes, initializers: this.weights, inputs: { x: shape }, outputs: [this.last] });
    return { name, bytes, inputs: { x: noiseTensor(shape, 1) } };
  }
}

function unet(dims: 2 | 3, side: number, width: number): BenchNetwork {
  const layers = new Layers(dims);
  layers.block(1, width);
  const first = layers.block(width, width);
  layers.down();
  const second = layers.block(width, 2 * width);
  layers.down();
  layers.block(2 * width, 4 * width);
  layers.up(4 * width, 2 * width, second);
  layers.block(4 * width, 2 * width);
  layers.up(2 * width, width, first);
  layers.block(2 * width, width);
  const shape = [1, 1, ...new Array<number>(dims).fill(side)];
  return layers.file(`U-Net ${String(dims)}-D, ${new Array<number>(dims).fill(side).join(' × ')}`, shape);
}

/** Dilated convolutions over the whole volume, without pooling (MeshNet). */
function meshnet(side: number): BenchNetwork {
  const layers = new Layers(3);
  let channels = 1;
  for (const dilation of [1, 2, 4, 8, 4, 2, 1]) {
    layers.block(channels, 5, dilation);
    channels = 5;
  }
  return layers.file(`MeshNet of 5 channels, ${[side, side, side].join(' × ')}`, [1, 1, side, side, side]);
}

export function benchNetworks(): readonly BenchNetwork[] {
  return [unet(2, 256, 16), unet(3, 48, 8), meshnet(48)];
}
