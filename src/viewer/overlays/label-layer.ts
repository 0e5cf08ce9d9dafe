import { reformatLabels } from '../../domain/geometry/reformat-labels';
import type { LabelOverlay } from '../../domain/label-overlay';
import { HEAT_STEPS } from '../../domain/heat-colours';
import type { OverlaidImage, Scene } from './scene';

/** Of 255: the image shows through the inside, or is as it is there; the outline is plain. */
const INSIDE = 80;
const OUTLINE = 230;

/** Label maps over an image, resampled to it by nearest neighbour, on a canvas; those at a resolution of their own are stretched over what they cover. */
export class LabelLayer {
  readonly element: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  /** Pictures of the frame on screen, by overlay. */
  #pictures = new Map<string, HTMLCanvasElement>();
  #frame = '';

  constructor() {
    this.element = document.createElement('canvas');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:1';
    this.element.dataset['layer'] = 'labels';
    this.#context = this.element.getContext('2d');
  }

  clear(): void {
    this.#context?.clearRect(0, 0, this.element.width, this.element.height);
    this.element.dataset['labels'] = '0';
    this.#pictures.clear();
    this.#frame = '';
  }

  draw({ labels, affine, size }: Scene): void {
    const context = this.#context;
    if (context === null) return;
    if (labels === null || labels.overlays.length === 0) {
      if (this.#frame !== '') this.clear();
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    if (this.element.width !== width || this.element.height !== height) {
      this.element.width = width;
      this.element.height = height;
    }
    const { opacity, outlineOnly } = labels.look;
    this.element.style.opacity = String(opacity);
    const frame = `${labels.frame}${outlineOnly ? '/outline' : ''}`;
    if (frame !== this.#frame) this.#pictures.clear();
    this.#frame = frame;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    const [a, b, c, d, e, f] = affine;
    context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
    for (const id of this.#pictures.keys()) if (!labels.overlays.some((overlay) => overlay.id === id)) this.#pictures.delete(id);
    for (const overlay of labels.overlays) {
      if (overlay.border !== undefined) continue;
      const picture = this.#picture(overlay, labels);
      const { x, y, width: across, height: down } = overlay.region ?? { x: 0, y: 0, width: picture.width, height: picture.height };
      context.drawImage(picture, x, y, across, down);
    }
    this.element.dataset['labels'] = String(labels.overlays.length);
    this.element.dataset['outlined'] = String(labels.overlays.filter((overlay) => drawBorder(context, overlay)).length);
  }

  #picture(overlay: LabelOverlay, image: OverlaidImage): HTMLCanvasElement {
    const known = this.#pictures.get(overlay.id);
    if (known !== undefined) return known;
    const { rows, columns } = overlay.region === undefined ? image : overlay.labels.grid;
    const canvas = document.createElement('canvas');
    canvas.width = columns;
    canvas.height = rows;
    const pixels = new ImageData(columns, rows);
    const labels = image.placed === null || overlay.frame !== null ? overlay.labels.data : reformatLabels(overlay.labels, image.placed);
    if (overlay.paint === 'heat') paintHeat(labels, overlay.colours, pixels.data);
    else paintLabels(labels, { rows, columns }, overlay.colours, pixels.data, image.look.outlineOnly ? 0 : INSIDE);
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    this.#pictures.set(overlay.id, canvas);
    return canvas;
  }
}

/** CSS pixels. */
const BORDER = [
  { width: 5, colour: 'rgba(0, 0, 0, 0.7)' },
  { width: 2.5, colour: '#f0e442' },
] as const;

/** Draws the border of a region, as wide at every magnification. @returns whether it has one */
function drawBorder(context: CanvasRenderingContext2D, { border, region }: LabelOverlay): boolean {
  if (border === undefined || region === undefined) return false;
  const { x, y, width, height } = region;
  const path = new Path2D();
  if (border === 'circle') path.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  else path.rect(x, y, width, height);
  const { a, b, c, d } = context.getTransform();
  const scale = Math.sqrt(Math.abs(a * d - b * c)) / (window.devicePixelRatio || 1);
  for (const stroke of BORDER) {
    context.lineWidth = stroke.width / scale;
    context.strokeStyle = stroke.colour;
    context.stroke(path);
  }
  return true;
}

/** Of 255, at the high end of a scale. */
const HEAT = 190;

/** Colours each pixel by its step of a scale: what is weak lets the image through. */
export function paintHeat(steps: Uint8Array | Uint16Array, colours: ReadonlyMap<number, string>, rgba: Uint8ClampedArray): void {
  const paints = colourChannels(colours);
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at] ?? 0;
    const paint = step === 0 ? undefined : paints.get(step);
    if (paint === undefined) continue;
    rgba.set(paint, at * 4);
    rgba[at * 4 + 3] = Math.round((HEAT * Math.sqrt(step)) / Math.sqrt(HEAT_STEPS));
  }
}

function colourChannels(colours: ReadonlyMap<number, string>): ReadonlyMap<number, readonly number[]> {
  return new Map([...colours].map(([value, colour]) => [value, [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))] as const));
}

/**
 * Colours each labelled pixel: plain where a neighbour has another label, see-through inside.
 * @param inside of 255.
 */
export function paintLabels(
  labels: Uint8Array | Uint16Array,
  { rows, columns }: Pick<OverlaidImage, 'rows' | 'columns'>,
  colours: ReadonlyMap<number, string>,
  rgba: Uint8ClampedArray,
  inside = INSIDE,
): void {
  const paints = colourChannels(colours);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const label = labels[at] ?? 0;
      const paint = label === 0 ? undefined : paints.get(label);
      if (paint === undefined) continue;
      const edge =
        (column > 0 && labels[at - 1] !== label) ||
        (column < columns - 1 && labels[at + 1] !== label) ||
        (row > 0 && labels[at - columns] !== label) ||
        (row < rows - 1 && labels[at + columns] !== label);
      rgba.set(paint, at * 4);
      rgba[at * 4 + 3] = edge ? OUTLINE : inside;
    }
  }
}
