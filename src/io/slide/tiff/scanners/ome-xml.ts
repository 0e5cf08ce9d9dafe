import type { SlideChannel } from '../../../../domain/slide';
import { childrenOf, descendants, numberOf, type XmlElement } from '../../xml';

/** Where one plane of an OME image is. */
export interface OmePlane {
  /** UUID of its file; null: this one. */
  readonly uuid: string | null;
  /** As the XML names it; empty where it does not. */
  readonly fileName: string;
  /** Which directory of the main chain, from 0. */
  readonly directory: number;
}

/** One image of an OME-TIFF (OME model 2016-06). */
export interface OmeImage {
  readonly name: string;
  readonly sizeZ: number;
  readonly sizeT: number;
  /** Pictures a plane, which may hold several samples each. */
  readonly channels: readonly (SlideChannel & { readonly samples: number })[];
  /** At `(t · channels + channel) · sizeZ + z`; null where the XML lists none. */
  readonly planes: readonly (OmePlane | null)[];
  readonly micronsPerPixel: readonly [number | null, number | null];
  /** Micrometres, as stated or counted. */
  readonly heights: readonly number[];
  readonly objectivePower: number | null;
}

/** Planes of one image: beyond any real one. */
const PLANES = 1_000_000;
/** Micrometres of each length unit of OME; those missing (pixel, reference frame) are no lengths. */
const UNITS: Readonly<Record<string, number>> = { m: 1e6, cm: 1e4, mm: 1e3, µm: 1, μm: 1, um: 1, nm: 1e-3, pm: 1e-6, Å: 1e-4 };

/** Images in document order. */
export function readOmeImages(ome: XmlElement): OmeImage[] {
  const objectives = new Map(descendants(ome, 'Objective').map((objective) => [objective.attributes.get('ID') ?? '', objective]));
  return childrenOf(ome, 'Image').flatMap((image) => {
    const [pixels] = childrenOf(image, 'Pixels');
    if (pixels === undefined) return [];
    const described = readPixels(pixels);
    if (described === null) return [];
    const objective = objectives.get(childrenOf(image, 'ObjectiveSettings')[0]?.attributes.get('ID') ?? '');
    return [{ ...described, name: image.attributes.get('Name') ?? '', objectivePower: numberOf(objective, 'NominalMagnification') }];
  });
}

function readPixels(pixels: XmlElement): Omit<OmeImage, 'name' | 'objectivePower'> | null {
  const sizeZ = count(pixels, 'SizeZ');
  const sizeT = count(pixels, 'SizeT');
  const channels = readChannels(pixels, count(pixels, 'SizeC'));
  if (sizeZ * sizeT * channels.length > PLANES) return null;
  return {
    sizeZ,
    sizeT,
    channels,
    planes: placePlanes(pixels, sizeZ, channels.length, sizeT),
    micronsPerPixel: [length(pixels, 'PhysicalSizeX'), length(pixels, 'PhysicalSizeY')],
    heights: readHeights(pixels, sizeZ),
  };
}

function readChannels(pixels: XmlElement, sizeC: number): OmeImage['channels'] {
  const channels = childrenOf(pixels, 'Channel').map((channel) => ({
    name: channel.attributes.get('Name') ?? channel.attributes.get('Fluor') ?? '',
    colour: colourOf(numberOf(channel, 'Color')),
    samples: count(channel, 'SamplesPerPixel'),
  }));
  const stated = channels.reduce((sum, channel) => sum + channel.samples, 0);
  return stated === sizeC
    ? channels
    : Array.from({ length: sizeC }, (_, i) => ({ name: channels[i]?.name ?? '', colour: channels[i]?.colour ?? null, samples: 1 }));
}

/** RGBA in a signed 32-bit number; white is what writers put where they know none. */
function colourOf(colour: number | null): SlideChannel['colour'] {
  if (colour === null || colour === -1 || colour === 0) return null;
  return [(colour >> 24) & 0xff, (colour >> 16) & 0xff, (colour >> 8) & 0xff];
}

/** TiffData elements (OME-TIFF specification, "The TiffData element"); without any, planes follow one another. */
function placePlanes(pixels: XmlElement, sizeZ: number, sizeC: number, sizeT: number): (OmePlane | null)[] {
  const total = sizeZ * sizeC * sizeT;
  const planes = new Array<OmePlane | null>(total).fill(null);
  const order = pixels.attributes.get('DimensionOrder') ?? 'XYZCT';
  const blocks = childrenOf(pixels, 'TiffData');
  const own = blocks.length > 0 ? blocks : [undefined];
  const steps = stepsOf(order, sizeZ, sizeC, sizeT);
  // The samples of a pixel count as channels in FirstC.
  const samples = count(pixels, 'SizeC') / sizeC;
  for (const block of own) {
    const [uuid] = childrenOf(block, 'UUID');
    const c = Math.floor((numberOf(block, 'FirstC') ?? 0) / samples);
    const from = (numberOf(block, 'FirstZ') ?? 0) * steps.z + c * steps.c + (numberOf(block, 'FirstT') ?? 0) * steps.t;
    const directory = numberOf(block, 'IFD') ?? 0;
    const stated = numberOf(block, 'PlaneCount');
    const listed = stated ?? (block?.attributes.has('IFD') === true ? 1 : total);
    for (let i = 0; i < Math.min(listed, total - from); i++) {
      const at = from + i;
      const z = Math.floor(at / steps.z) % sizeZ;
      const channel = Math.floor(at / steps.c) % sizeC;
      const t = Math.floor(at / steps.t) % sizeT;
      planes[(t * sizeC + channel) * sizeZ + z] = {
        uuid: uuid === undefined ? null : uuid.text.trim(),
        fileName: uuid?.attributes.get('FileName') ?? '',
        directory: directory + i,
      };
    }
  }
  return planes;
}

/** Planes from one index of each dimension to the next, in the order of the XML. */
function stepsOf(
  order: string,
  sizeZ: number,
  sizeC: number,
  sizeT: number,
): { readonly z: number; readonly c: number; readonly t: number } {
  const sizes = { Z: sizeZ, C: sizeC, T: sizeT };
  const steps = { Z: 1, C: 1, T: 1 };
  let step = 1;
  for (const axis of order.slice(2)) {
    if (axis !== 'Z' && axis !== 'C' && axis !== 'T') continue;
    steps[axis] = step;
    step *= sizes[axis];
  }
  return { z: steps.Z, c: steps.C, t: steps.T };
}

/** PhysicalSizeZ apart; else where each plane says it is; else counted. */
function readHeights(pixels: XmlElement, sizeZ: number): number[] {
  if (sizeZ === 1) return [0];
  const step = length(pixels, 'PhysicalSizeZ');
  if (step !== null && step > 0) return Array.from({ length: sizeZ }, (_, z) => z * step);
  const heights = new Array<number | null>(sizeZ).fill(null);
  for (const plane of childrenOf(pixels, 'Plane')) {
    const z = numberOf(plane, 'TheZ') ?? -1;
    if (z >= 0 && z < sizeZ) heights[z] ??= length(plane, 'PositionZ');
  }
  return heights.every((height) => height !== null) && new Set(heights).size === sizeZ ? heights : heights.map((_, z) => z);
}

function length(element: XmlElement, attribute: string): number | null {
  const value = numberOf(element, attribute);
  const unit = UNITS[element.attributes.get(`${attribute}Unit`) ?? 'µm'];
  return value === null || unit === undefined ? null : value * unit;
}

function count(element: XmlElement, attribute: string): number {
  const value = numberOf(element, attribute) ?? 1;
  return Number.isInteger(value) && value >= 1 ? value : 1;
}
