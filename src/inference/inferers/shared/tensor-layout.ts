import { AppError } from '../../../domain/errors';
import type { NetworkTensor } from '../../runtime/network-tensor';
import type { ImageDtype, ImageValue, RegisterType, Space, SpatialRank } from '../../steps/register';
import { describeType } from '../../steps/register';
import { typeProblem } from '../../steps/step';
import type { TensorDescription } from '../inferer';

/**
 * The manifest declares the order of a tensor's axes; registers are channels first without a batch axis. Here one turns
 * into the other. A tensor with 2 or 3 space axes is an image, any other stays a tensor.
 */
export interface TensorLayout {
  readonly axes: TensorDescription['axes'];
  readonly dims: SpatialRank;
  /** Place of the channel axis, −1 where there is none. */
  readonly channelAxis: number;
}

/** Null where the tensor has no place in space. @throws AppError `package-schema` for axes in an order nobody uses. */
export function imageLayout({ id, axes }: TensorDescription): TensorLayout | null {
  const spatial = axes.filter(({ type }) => type === 'space').length;
  if (spatial !== 2 && spatial !== 3) return null;
  if (axes.some(({ type }) => type === 'index' || type === 'time')) return null;
  const order = axes
    .map(({ type }) => type)
    .filter((type) => type !== 'channel')
    .join();
  const expected = [...(axes[0]?.type === 'batch' ? ['batch'] : []), ...new Array<string>(spatial).fill('space')].join();
  if (order !== expected) throw typeProblem(`"${id}": axes must be batch, then space, with the channel axis anywhere after batch`);
  return { axes, dims: spatial, channelAxis: axes.findIndex(({ type }) => type === 'channel') };
}

/** Number of channels that the manifest states; 1 without a channel axis, null where it leaves it open. */
export function statedChannels({ axes }: TensorDescription): number | null {
  const channel = axes.find(({ type }) => type === 'channel');
  if (channel === undefined) return 1;
  return channel.channel_names?.length ?? (typeof channel.size === 'number' ? channel.size : null);
}

/** Element type of a register fed to or read from this tensor. */
export function registerDtype({ data }: TensorDescription): NetworkTensor['dtype'] {
  return data.type === 'float16' ? 'float32' : data.type;
}

/** @throws AppError `package-schema` where the register does not fit the input. */
export function checkInput(tensor: TensorDescription, register: RegisterType): void {
  const layout = imageLayout(tensor);
  const dtype = registerDtype(tensor);
  if (layout === null) {
    if (register.kind !== 'tensor' || register.dtype !== dtype || register.rank !== tensor.axes.length) {
      throw typeProblem(
        `in: "${tensor.id}" takes a ${dtype} tensor of ${String(tensor.axes.length)} axes, the register is ${describeType(register)}`,
      );
    }
    return;
  }
  if (register.kind !== 'image' || register.dtype !== dtype || register.dims !== layout.dims) {
    throw typeProblem(
      `in: "${tensor.id}" takes a ${dtype} image of ${String(layout.dims)} dimensions, the register is ${describeType(register)}`,
    );
  }
  const channels = statedChannels(tensor);
  if (channels !== null && channels !== register.channels) {
    throw typeProblem(`in: "${tensor.id}" takes ${String(channels)} channels, the register has ${String(register.channels)}`);
  }
}

/** Type of an output that covers the whole of the images fed in. */
export function outputType(tensor: TensorDescription, inputs: readonly RegisterType[]): RegisterType {
  const layout = imageLayout(tensor);
  const dtype = registerDtype(tensor);
  if (layout === null) return { kind: 'tensor', dtype, rank: tensor.axes.length };
  const channels = statedChannels(tensor);
  if (channels === null) throw typeProblem(`out: "${tensor.id}" has an image's axes: state its channels (channel_names or size)`);
  if (!isImageDtype(dtype)) throw typeProblem(`out: "${tensor.id}" is ${dtype}; images are float32 or uint8`);
  const image = inputs.find((type) => type.kind === 'image' && type.dims === layout.dims);
  if (image?.kind !== 'image')
    throw typeProblem(`out: "${tensor.id}" has an image's axes, but no input is an image of ${String(layout.dims)} dimensions`);
  // Only a size that refers to an input is known to be that input's; any other may differ at run time.
  const same = layout.axes.every(
    ({ type, size, scale }) =>
      type !== 'space' || (typeof size === 'object' && 'tensor_id' in size && (size.offset ?? 0) === 0 && (scale ?? 1) === 1),
  );
  return { kind: 'image', dtype, channels, dims: layout.dims, space: same ? image.space : 'derived' };
}

function isImageDtype(dtype: NetworkTensor['dtype']): dtype is ImageDtype {
  return dtype === 'float32' || dtype === 'uint8';
}

/** An image as the network takes it: a batch of one, channels where the manifest has them. */
export function toTensor(image: Pick<ImageValue, 'channels' | 'shape' | 'data'>, layout: TensorLayout): NetworkTensor {
  const { channels, shape } = image;
  const dims: number[] = [];
  let axis = 0;
  for (const { type } of layout.axes) dims.push(type === 'batch' ? 1 : type === 'channel' ? channels : (shape[axis++] ?? 1));
  if (layout.channelAxis < 0 && channels !== 1) throw new AppError('internal', 'a network without channel axis was given several channels');
  const data = channelsFirst(layout) ? image.data : moveChannels(image.data, channels, shape, trailingSpace(layout), 'out');
  return data instanceof Uint8Array ? { dtype: 'uint8', dims, data } : { dtype: 'float32', dims, data };
}

/**
 * A network's answer as an image of batch item `item`. Lies where `space` lies; where its size differs from `shape` (what was
 * fed in), it counts as a resize of that field.
 * @throws AppError `inference-failed` where the answer is not what the manifest says.
 */
export function fromTensor(
  tensor: NetworkTensor,
  description: TensorDescription,
  fed: { readonly shape: readonly number[]; readonly space: Space },
  item = 0,
): ImageValue {
  const layout = imageLayout(description);
  const unexpected = (): AppError =>
    new AppError('inference-failed', `output "${description.id}" has shape ${tensor.dims.join('×')}, which is not what the manifest says`);
  if (layout === null || tensor.dims.length !== layout.axes.length) throw unexpected();
  if (!(tensor.data instanceof Float32Array || tensor.data instanceof Uint8Array)) throw unexpected();
  const shape = tensor.dims.filter((_, axis) => layout.axes[axis]?.type === 'space');
  const channels = layout.channelAxis < 0 ? 1 : (tensor.dims[layout.channelAxis] ?? 1);
  if (channels !== (statedChannels(description) ?? channels)) throw unexpected();
  const length = shape.reduce((product, size) => product * size, channels);
  const own = tensor.data.subarray(item * length, (item + 1) * length);
  if (own.length !== length) throw unexpected();
  const data = channelsFirst(layout) ? own : moveChannels(own, channels, shape, trailingSpace(layout), 'in');
  const same = shape.every((size, axis) => size === fed.shape[axis]);
  const resize = { kind: 'resize', from: fed.shape, to: shape, alignCorners: false } as const;
  const space = same ? fed.space : { ...fed.space, transforms: [...fed.space.transforms, resize] };
  return { kind: 'image', channels, shape, data, space };
}

function channelsFirst(layout: TensorLayout): boolean {
  const first = layout.axes[0]?.type === 'batch' ? 1 : 0;
  return layout.channelAxis < 0 || layout.channelAxis === first;
}

/** Space axes after the channel axis. */
function trailingSpace(layout: TensorLayout): number {
  return layout.axes.slice(layout.channelAxis + 1).length;
}

/** Moves the channel axis from first to its place (`out`), or back (`in`). */
function moveChannels<D extends Uint8Array | Float32Array>(
  data: D,
  channels: number,
  shape: readonly number[],
  trailing: number,
  way: 'in' | 'out',
): D;
function moveChannels(
  data: Uint8Array | Float32Array,
  channels: number,
  shape: readonly number[],
  trailing: number,
  way: 'in' | 'out',
): Uint8Array | Float32Array {
  const inner = shape.slice(shape.length - trailing).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, shape.length - trailing).reduce((product, size) => product * size, 1);
  const moved = data instanceof Uint8Array ? new Uint8Array(data.length) : new Float32Array(data.length);
  for (let c = 0; c < channels; c++) {
    for (let o = 0; o < outer; o++) {
      const first = (c * outer + o) * inner;
      const placed = (o * channels + c) * inner;
      const [from, to] = way === 'out' ? [first, placed] : [placed, first];
      for (let i = 0; i < inner; i++) moved[to + i] = data[from + i] ?? 0;
    }
  }
  return moved;
}
