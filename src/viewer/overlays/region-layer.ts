import { gridSquares } from '../../domain/regions/counting-grid';
import { applyAffine } from '../../domain/geometry/view-transform';
import { boxRing, type Rings } from '../../domain/regions/rings';
import type { Box, Point } from '../../domain/units';
import { corners, type Scene, type SceneGrid, type ScenePen, type SceneRegion } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
const HALO = '#000000';
/** Told apart by the colour-blind, and by dashes without colour: what touches the first counts, what touches the second does not. */
const INCLUDED = '#2fd6a0';
const EXCLUDED = '#ff7a6b';
/** CSS pixels: the two kinds of edges of smaller squares would run together. */
const EDGES_FROM = 24;
/** CSS pixels between the edges of neighbouring squares. */
const INSET = 1.5;
/** Half the arm of the cross that keys move, CSS pixels. */
const CURSOR = 12;

type Attributes = Readonly<Record<string, string | number>>;

/** What is in hand: a region being drawn, the tip of the brush, the cursor that keys move; and the grid to count in. Never part of an export. */
export class RegionLayer {
  readonly element: SVGSVGElement;

  constructor() {
    this.element = document.createElementNS(SVG, 'svg');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden;z-index:3';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.dataset['layer'] = 'region';
  }

  clear(): void {
    this.element.replaceChildren();
  }

  draw(scene: Scene): void {
    const { region, pen, grid } = scene;
    if (region === null && pen === null && grid === null) {
      if (this.element.childElementCount > 0) this.clear();
      return;
    }
    this.element.replaceChildren(
      ...(grid === null ? [] : gridLines(grid, scene)),
      ...(region === null ? [] : regionLines(region, scene)),
      ...(pen === null ? [] : penMarks(pen)),
    );
  }
}

function regionLines({ rings, closed, vertices, colour }: SceneRegion, scene: Scene): SVGElement[] {
  const d = pathOf(rings, scene, closed);
  const line = { d, 'fill-rule': 'evenodd', 'stroke-linejoin': 'round' };
  return [
    shape('path', { ...line, fill: 'none', stroke: HALO, 'stroke-opacity': 0.65, 'stroke-width': 4.5 }),
    shape('path', { ...line, fill: colour, 'fill-opacity': closed ? 0.18 : 0.08, stroke: colour, 'stroke-width': 2 }),
    ...vertices.map((vertex, i) => {
      const { x, y } = applyAffine(scene.affine, vertex);
      return shape('circle', { cx: x, cy: y, r: i === 0 ? 6 : 3.5, fill: HALO, 'fill-opacity': 0.5, stroke: '#ffffff', 'stroke-width': 2 });
    }),
  ];
}

function penMarks({ at, radius, erase, cursor }: ScenePen): SVGElement[] {
  const tip =
    radius === null
      ? []
      : [
          shape('circle', { cx: at.x, cy: at.y, r: radius, fill: 'none', stroke: HALO, 'stroke-opacity': 0.6, 'stroke-width': 3 }),
          shape('circle', {
            cx: at.x,
            cy: at.y,
            r: radius,
            fill: 'none',
            stroke: '#ffffff',
            'stroke-width': 1.5,
            'stroke-dasharray': erase ? '4 4' : 'none',
          }),
        ];
  if (!cursor) return tip;
  const d = `M${pair({ x: at.x - CURSOR, y: at.y })}H${(at.x + CURSOR).toFixed(2)}M${pair({ x: at.x, y: at.y - CURSOR })}V${(at.y + CURSOR).toFixed(2)}`;
  return [
    ...tip,
    shape('path', { d, stroke: HALO, 'stroke-opacity': 0.75, 'stroke-width': 4 }),
    shape('path', { d, stroke: '#ffffff', 'stroke-width': 1.5 }),
  ];
}

/** Every square has edges of its own: the upper and left ones count, the lower and right ones do not. */
function gridLines({ area, square, over }: SceneGrid, scene: Scene): SVGElement[] {
  const squares = gridSquares(area, square, over);
  if (squares === null || squares.length === 0) return [];
  const side = Math.hypot(...sub(applyAffine(scene.affine, { x: square[0], y: 0 }), applyAffine(scene.affine, { x: 0, y: 0 })));
  const plain = side < EDGES_FROM;
  const edges = (pick: (box: readonly Point[]) => readonly (Point | undefined)[]): string =>
    squares.map((box) => lineThrough(pick(inset(box, scene, plain ? 0 : INSET)))).join('');
  const whole = shape('path', {
    d: pathOf(squares.map(boxRing), scene, true),
    fill: 'none',
    stroke: HALO,
    'stroke-opacity': 0.55,
    'stroke-width': plain ? 2 : 4.5,
  });
  whole.dataset['squares'] = String(squares.length);
  const included = shape('path', {
    d: edges(([tl, tr, , bl]) => [bl, tl, tr]),
    fill: 'none',
    stroke: INCLUDED,
    'stroke-width': plain ? 1 : 1.5,
  });
  if (plain) return [whole, included];
  const d = edges(([, tr, br, bl]) => [tr, br, bl]);
  return [whole, included, shape('path', { d, fill: 'none', stroke: EXCLUDED, 'stroke-width': 1.5, 'stroke-dasharray': '5 4' })];
}

/** Corners on screen, moved towards the middle. */
function inset(box: Box, { affine }: Scene, by: number): readonly Point[] {
  const shown = corners(box).map((corner) => applyAffine(affine, corner));
  const [a, , c] = shown;
  if (a === undefined || c === undefined || by === 0) return shown;
  const middle = { x: (a.x + c.x) / 2, y: (a.y + c.y) / 2 };
  return shown.map((point) => {
    const [dx, dy] = sub(middle, point);
    const gap = Math.hypot(dx, dy);
    const part = gap === 0 ? 0 : Math.min(1, (by * Math.SQRT2) / gap);
    return { x: point.x + dx * part, y: point.y + dy * part };
  });
}

const sub = (a: Point, b: Point): [number, number] => [a.x - b.x, a.y - b.y];
const pair = ({ x, y }: Point): string => `${x.toFixed(2)},${y.toFixed(2)}`;
const lineThrough = (points: readonly (Point | undefined)[]): string =>
  `M${points.map((point) => pair(point ?? { x: 0, y: 0 })).join('L')}`;

function pathOf(rings: Rings, { affine }: Scene, closed: boolean): string {
  return rings
    .map((ring) => (ring.length === 0 ? '' : `${lineThrough(ring.map((point) => applyAffine(affine, point)))}${closed ? 'Z' : ''}`))
    .join('');
}

function shape(tag: 'circle' | 'path', attributes: Attributes): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
  return element;
}
