import { boxOf } from '../../domain/geometry/measurement';
import { applyAffine } from '../../domain/geometry/view-transform';
import { isPersonsRegion, type ImageFinding } from '../../domain/finding';
import type { FindingId, MeasurementId } from '../../domain/ids';
import type { Rings } from '../../domain/regions/rings';
import type { Point } from '../../domain/units';
import type { Measurement } from '../../domain/view';
import { handlePoints, vertexHandles, type VertexAt } from './handles';
import { measurementLines } from './measurement-text';
import type { Scene } from './scene';
import { corners } from './scene';

const SVG = 'http://www.w3.org/2000/svg';
const COLOUR = '#ffe14d';
const SELECTED = '#ffffff';
const HALO = '#000000';
const LINE_HEIGHT = 16;

export interface HandleEvents {
  /** A key was pressed while a point of a measurement had the focus. */
  onHandleKey(measurement: MeasurementId, handle: number, event: KeyboardEvent): void;
  /** The same at a corner of the selected finding's box. */
  onFindingKey(finding: FindingId, corner: number, event: KeyboardEvent): void;
  /** The same at a corner of the selected region's outline. */
  onVertexKey(finding: FindingId, vertex: VertexAt, event: KeyboardEvent): void;
}

type Attributes = Readonly<Record<string, string | number>>;

function path(measurement: Measurement, scene: Scene): string {
  const at = (point: Point): string => {
    const { x, y } = applyAffine(scene.affine, point);
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  };
  const [a, b] = measurement.points;
  if (a === undefined || b === undefined) return '';
  switch (measurement.kind) {
    case 'length':
    case 'angle':
      return `M${measurement.points.map(at).join('L')}`;
    case 'rectangle':
      return `M${corners(boxOf(a, b)).map(at).join('L')}Z`;
    case 'ellipse': {
      // As a polygon: exact under every rotation, flip and pixel aspect.
      const box = boxOf(a, b);
      const turn = (i: number): Point => ({
        x: box.x + (box.width / 2) * (1 + Math.cos((i * Math.PI) / 36)),
        y: box.y + (box.height / 2) * (1 + Math.sin((i * Math.PI) / 36)),
      });
      return `M${Array.from({ length: 72 }, (_, i) => at(turn(i))).join('L')}Z`;
    }
    case 'arrow': {
      const tip = applyAffine(scene.affine, a);
      const tail = applyAffine(scene.affine, b);
      const direction = Math.atan2(tail.y - tip.y, tail.x - tip.x);
      const barb = (turn: number): string =>
        `${(tip.x + 12 * Math.cos(direction + turn)).toFixed(2)},${(tip.y + 12 * Math.sin(direction + turn)).toFixed(2)}`;
      return `M${at(b)}L${at(a)}M${barb(0.45)}L${at(a)}L${barb(-0.45)}`;
    }
  }
}

/**
 * Measurements as SVG, styled by attributes alone (a strict style-src refuses `style="…"`). Elements are kept between
 * draws, so that a point under a finger or with the keyboard focus stays the same element.
 */
export class MeasurementLayer {
  readonly element: SVGSVGElement;
  readonly #events: HandleEvents;
  readonly #elements = new Map<string, SVGElement>();
  #used = new Set<string>();

  constructor(events: HandleEvents) {
    this.#events = events;
    this.element = document.createElementNS(SVG, 'svg');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden;z-index:3';
  }

  clear(): void {
    this.element.replaceChildren();
    this.#elements.clear();
  }

  draw(scene: Scene): void {
    this.#used = new Set();
    for (const measurement of scene.measurements) this.#measurement(measurement, scene);
    this.#findingHandles(scene);
    for (const [key, element] of this.#elements) {
      if (this.#used.has(key)) continue;
      element.remove();
      this.#elements.delete(key);
    }
  }

  #node(key: string, tag: 'path' | 'text' | 'tspan' | 'circle', attributes: Attributes, parent: SVGElement = this.element): SVGElement {
    let element = this.#elements.get(key);
    if (element === undefined) {
      element = document.createElementNS(SVG, tag);
      this.#elements.set(key, element);
      parent.append(element);
    }
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    this.#used.add(key);
    return element;
  }

  #measurement(measurement: Measurement, scene: Scene): void {
    const { id } = measurement;
    const selected = id === scene.selectedMeasurement;
    const d = path(measurement, scene);
    const line = { d, fill: 'none', 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };
    this.#node(`${id}/halo`, 'path', { ...line, stroke: HALO, 'stroke-opacity': 0.65, 'stroke-width': 4.5 });
    this.#node(`${id}/line`, 'path', { ...line, stroke: selected ? SELECTED : COLOUR, 'stroke-width': selected ? 2.25 : 1.75 });
    this.#text(measurement, scene);
    if (selected) this.#handles(measurement, scene);
  }

  #text(measurement: Measurement, scene: Scene): void {
    const lines = measurementLines(measurement, scene.texts);
    const anchor = this.#textAnchor(measurement, scene, lines);
    const text = this.#node(`${measurement.id}/text`, 'text', {
      fill: COLOUR,
      stroke: HALO,
      'stroke-width': 3,
      'stroke-opacity': 0.8,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
      'font-family': 'system-ui, sans-serif',
      'font-size': 13,
      'font-weight': 600,
    });
    lines.forEach((words, i) => {
      const span = this.#node(`${measurement.id}/text/${String(i)}`, 'tspan', { x: anchor.x, y: anchor.y + i * LINE_HEIGHT }, text);
      if (span.textContent !== words) span.textContent = words;
    });
  }

  /** Beside the rightmost point, kept inside the viewport. */
  #textAnchor(measurement: Measurement, scene: Scene, lines: readonly string[]): Point {
    // The words of an arrow stand at its tail, away from what it points at.
    const own = measurement.kind === 'arrow' ? measurement.points.slice(1) : handlePoints(measurement);
    const points = own.map((point) => applyAffine(scene.affine, point));
    const rightmost = points.reduce((best, point) => (point.x > best.x ? point : best), points[0] ?? { x: 0, y: 0 });
    const width = Math.max(0, ...lines.map((words) => words.length)) * 7.4;
    const x = Math.max(4, Math.min(rightmost.x + 10, scene.size.width - width - 4));
    const y = Math.max(14, Math.min(rightmost.y + 4, scene.size.height - lines.length * LINE_HEIGHT));
    return { x, y };
  }

  #handles(measurement: Measurement, scene: Scene): void {
    handlePoints(measurement).forEach((point, i) => {
      this.#handle(`${measurement.id}/handle/${String(i)}`, point, i, scene, (event) => {
        this.#events.onHandleKey(measurement.id, i, event);
      });
    });
  }

  #findingHandles(scene: Scene): void {
    const finding = scene.findings.find((item) => item.id === scene.selectedFinding);
    if (finding?.evidence.kind === 'polygon' && isPersonsRegion(finding)) this.#vertexHandles(finding, finding.evidence.rings, scene);
    if (finding?.evidence.kind !== 'box' && finding?.evidence.kind !== 'ellipse') return;
    corners(finding.evidence.box).forEach((point, i) => {
      this.#handle(`${finding.id}/corner/${String(i)}`, point, i, scene, (event) => {
        this.#events.onFindingKey(finding.id, i, event);
      });
    });
  }

  #vertexHandles(finding: ImageFinding, rings: Rings, scene: Scene): void {
    for (const vertex of vertexHandles(rings, scene)) {
      const { ring, index, between, point } = vertex;
      const key = `${finding.id}/${between ? 'side' : 'vertex'}/${String(ring)}/${String(index)}`;
      const onKey = (event: KeyboardEvent): void => {
        this.#events.onVertexKey(finding.id, vertex, event);
      };
      this.#handle(key, point, index, scene, between ? null : onKey);
    }
  }

  #handle(key: string, point: Point, index: number, scene: Scene, onKey: ((event: KeyboardEvent) => void) | null): void {
    const { x, y } = applyAffine(scene.affine, point);
    const fresh = !this.#elements.has(key);
    const place = { cx: x, cy: y, fill: '#000000', 'fill-opacity': 0.35, stroke: SELECTED };
    if (onKey === null) {
      this.#node(key, 'circle', { ...place, r: 3, 'stroke-width': 1, 'stroke-opacity': 0.7 });
      return;
    }
    const handle = this.#node(key, 'circle', {
      ...place,
      r: 6,
      'stroke-width': 2,
      tabindex: 0,
      role: 'button',
      'aria-label': `${scene.texts.handle} ${String(index + 1)}`,
    });
    if (fresh) handle.addEventListener('keydown', onKey);
  }
}
