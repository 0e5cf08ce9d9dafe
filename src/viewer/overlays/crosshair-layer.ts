import { applyAffine } from '../../domain/geometry/view-transform';
import type { AnatomicalPlane } from '../../domain/geometry/planes';
import type { Scene } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
/** A colour for each plane, told apart by the colour-blind too; the letters on the sides name the plane as well. */
const COLOURS: Readonly<Record<AnatomicalPlane, string>> = { axial: '#ff8a5c', coronal: '#4fd1ff', sagittal: '#f5e663' };

/** Where the other planes of the same volume cut the image. */
export class CrosshairLayer {
  readonly element: SVGSVGElement;

  constructor() {
    this.element = document.createElementNS(SVG, 'svg');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:1';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.dataset['layer'] = 'crosshair';
  }

  clear(): void {
    this.element.replaceChildren();
  }

  draw(scene: Scene): void {
    const lines = scene.cuts.map(({ plane, ends: [from, to] }) => {
      const a = applyAffine(scene.affine, from);
      const b = applyAffine(scene.affine, to);
      const line = document.createElementNS(SVG, 'line');
      const attributes = { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: COLOURS[plane], 'stroke-width': 1, 'stroke-opacity': 0.75 };
      for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
      line.dataset['cut'] = plane;
      return line;
    });
    this.element.replaceChildren(...lines);
  }
}
