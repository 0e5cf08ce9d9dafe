import { applyAffine } from '../../domain/geometry/view-transform';
import type { Point } from '../../domain/units';
import type { Scene } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 8;
/** Half the arm of a sign, and of the cursor's cross. */
const SIGN = 4;
const CURSOR = 12;
/** Told apart by the colour-blind (Okabe and Ito, 2008); the sign says it without colour. */
const COLOURS = { inside: '#56b4e9', outside: '#e69f00' } as const;

/** Places clicked for a model, a plus inside what is meant and a minus outside it, and the cursor that keys move. */
export class PromptLayer {
  readonly element: SVGSVGElement;

  constructor() {
    this.element = document.createElementNS(SVG, 'svg');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden;z-index:4';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.dataset['layer'] = 'prompt';
  }

  clear(): void {
    this.element.replaceChildren();
  }

  draw({ prompt, affine }: Scene): void {
    if (prompt === null) {
      if (this.element.childElementCount > 0) this.clear();
      return;
    }
    const marks = prompt.points.flatMap((point) => mark(applyAffine(affine, point), point.inside ? 'inside' : 'outside'));
    const cursor = prompt.cursor === null ? [] : crossing(applyAffine(affine, prompt.cursor));
    this.element.replaceChildren(...marks, ...cursor);
  }
}

function mark({ x, y }: Point, kind: keyof typeof COLOURS): SVGElement[] {
  const disc = shape('circle', { cx: x, cy: y, r: RADIUS, fill: '#000000', 'fill-opacity': 0.7, stroke: COLOURS[kind], 'stroke-width': 2 });
  disc.dataset['point'] = kind;
  const across = `M${at(x - SIGN, y)}H${(x + SIGN).toFixed(2)}`;
  const d = kind === 'inside' ? `${across}M${at(x, y - SIGN)}V${(y + SIGN).toFixed(2)}` : across;
  return [disc, shape('path', { d, stroke: '#ffffff', 'stroke-width': 2 })];
}

function crossing({ x, y }: Point): SVGElement[] {
  const d = `M${at(x - CURSOR, y)}H${(x + CURSOR).toFixed(2)}M${at(x, y - CURSOR)}V${(y + CURSOR).toFixed(2)}`;
  const line = shape('path', { d, stroke: '#ffffff', 'stroke-width': 1.5 });
  line.dataset['cursor'] = '';
  return [shape('path', { d, stroke: '#000000', 'stroke-opacity': 0.75, 'stroke-width': 4 }), line];
}

const at = (x: number, y: number): string => `${x.toFixed(2)},${y.toFixed(2)}`;

function shape(tag: 'circle' | 'path', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
  return element;
}
