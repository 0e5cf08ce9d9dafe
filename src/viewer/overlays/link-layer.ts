import { applyAffine } from '../../domain/geometry/view-transform';
import type { Point } from '../../domain/units';
import type { Scene } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
/** Seen on pink, blue and brown stains alike. */
const COLOUR = '#00e5ff';
const ARM = 14;
/** The middle stays free: it is what is looked at. */
const GAP = 4;

/** On linked slides: the tissue under the pointer of the other one, and the marks of an alignment with the middle of the view. */
export class LinkLayer {
  readonly element: SVGSVGElement;

  constructor() {
    this.element = document.createElementNS(SVG, 'svg');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden;z-index:4';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.dataset['layer'] = 'link';
  }

  clear(): void {
    if (this.element.childElementCount > 0) this.element.replaceChildren();
  }

  draw({ link, affine, size }: Scene): void {
    if (link === null) {
      this.clear();
      return;
    }
    const marks = (link.marks ?? []).flatMap((point, i) => mark(applyAffine(affine, point), i + 1));
    const aim = link.marks === null ? [] : cross({ x: size.width / 2, y: size.height / 2 }, 'aim', 0.6);
    const cursor = link.cursor === null ? [] : cross(applyAffine(affine, link.cursor), 'cursor', 1);
    this.element.replaceChildren(...aim, ...marks, ...cursor);
  }
}

const at = (x: number, y: number): string => `${x.toFixed(2)},${y.toFixed(2)}`;

function cross({ x, y }: Point, name: string, opacity: number): SVGElement[] {
  const d = [
    `M${at(x - ARM, y)}L${at(x - GAP, y)}M${at(x + GAP, y)}L${at(x + ARM, y)}`,
    `M${at(x, y - ARM)}L${at(x, y - GAP)}M${at(x, y + GAP)}L${at(x, y + ARM)}`,
  ].join('');
  const line = shape('path', { d, stroke: COLOUR, 'stroke-opacity': opacity, 'stroke-width': 1.75 });
  line.dataset['link'] = name;
  line.dataset['x'] = x.toFixed(2);
  line.dataset['y'] = y.toFixed(2);
  return [shape('path', { d, stroke: '#000000', 'stroke-opacity': 0.7 * opacity, 'stroke-width': 4 }), line];
}

function mark(place: Point, number: number): SVGElement[] {
  const text = shape('text', {
    x: place.x + ARM,
    y: place.y - GAP,
    fill: COLOUR,
    stroke: '#000000',
    'stroke-width': 3,
    'stroke-opacity': 0.8,
    'paint-order': 'stroke',
    'font-family': 'system-ui, sans-serif',
    'font-size': 14,
    'font-weight': 700,
  });
  text.textContent = String(number);
  return [...cross(place, 'mark', 1), text];
}

function shape(tag: 'path' | 'text', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === 'number' ? String(value) : value);
  return element;
}
