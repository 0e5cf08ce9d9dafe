import type { Box } from '../../domain/units';
import { cornersOnScreen, visibleFindings, type ShownBox, type Specks } from './finding-shapes';
import { findingTag } from './finding-style';
import type { Scene } from './scene';

const HALO = 'rgba(0, 0, 0, 0.75)';
/** Boxes smaller than this on screen carry their tag only when selected: a field of a thousand cells stays readable. */
const TAG_FROM = 44;
const FONT = '600 12px system-ui, sans-serif';
/** Side of a speck, CSS pixels. */
const SPECK = 2;
/** Shapes a path: the time of a stroke grows faster than what is stroked at once. */
const PATH = 400;

/** Boxes of one look, at most `PATH` at once. */
function pathsOf(boxes: readonly ShownBox[]): readonly (readonly ShownBox[])[] {
  const paths: ShownBox[][] = [];
  const open = new Map<string, ShownBox[]>();
  for (const box of boxes) {
    const look = `${box.style.stroke} ${String(box.width)} ${box.style.dash.join()}`;
    const path = open.get(look);
    if (path !== undefined && path.length < PATH) {
      path.push(box);
      continue;
    }
    const next = [box];
    open.set(look, next);
    paths.push(next);
  }
  return paths;
}

function drawSpecks(context: CanvasRenderingContext2D, specks: Specks): void {
  for (const [colour, places] of specks) {
    context.fillStyle = colour;
    for (let i = 0; i + 1 < places.length; i += 2) {
      context.fillRect((places[i] ?? 0) - SPECK / 2, (places[i + 1] ?? 0) - SPECK / 2, SPECK, SPECK);
    }
  }
}

/**
 * Strokes boxes of one look as one path.
 * @param extra added to the line width
 * @param halo colour of an undashed line under the boxes; null for the boxes' own colour and dashes
 */
function strokeAll(context: CanvasRenderingContext2D, boxes: readonly ShownBox[], extra: number, halo: string | null): void {
  const [first] = boxes;
  if (first === undefined) return;
  context.beginPath();
  for (const box of boxes) trace(context, box);
  context.setLineDash(halo === null ? [...first.style.dash] : []);
  context.lineWidth = first.width + extra;
  context.strokeStyle = halo ?? first.style.stroke;
  context.stroke();
}

function trace(context: CanvasRenderingContext2D, { lines, closed }: Pick<ShownBox, 'lines' | 'closed'>): void {
  for (const line of lines) {
    for (const [i, { x, y }] of line.entries()) {
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (closed) context.closePath();
  }
}

/** Regions that a person drew are seen as areas, what a person counted as dots. */
function fillAreas(context: CanvasRenderingContext2D, boxes: readonly ShownBox[]): void {
  for (const box of boxes) {
    if (box.fill === 0) continue;
    context.beginPath();
    trace(context, box);
    context.globalAlpha = box.fill;
    context.fillStyle = box.style.stroke;
    context.fill('evenodd');
  }
  context.globalAlpha = 1;
}

/** Finding boxes, outlines and places, on a canvas: thousands redraw within a frame. */
export class FindingLayer {
  readonly element: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;

  constructor() {
    this.element = document.createElement('canvas');
    this.element.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:2';
    this.#context = this.element.getContext('2d');
  }

  clear(): void {
    this.#context?.clearRect(0, 0, this.element.width, this.element.height);
  }

  draw(scene: Scene): void {
    const context = this.#context;
    if (context === null) return;
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(scene.size.width * ratio);
    const height = Math.round(scene.size.height * ratio);
    if (this.element.width !== width || this.element.height !== height) {
      this.element.width = width;
      this.element.height = height;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, scene.size.width, scene.size.height);
    const { boxes, specks } = visibleFindings(scene);
    drawSpecks(context, specks);
    // Paths of one look: a thousand boxes are a handful of strokes.
    const paths = pathsOf(boxes);
    for (const path of paths) strokeAll(context, path, 2, HALO);
    fillAreas(context, boxes);
    for (const path of paths) strokeAll(context, path, 0, null);
    for (const { finding, area, style, selected, tagged } of boxes) {
      if (!selected && !(tagged && area.width >= TAG_FROM)) continue;
      this.#tag(context, scene, findingTag(finding, scene.labelLook, scene.texts), area, style.stroke);
    }
    if (scene.drawnBox !== null) {
      context.setLineDash([]);
      context.lineWidth = 2;
      context.strokeStyle = '#ffffff';
      context.beginPath();
      trace(context, { lines: [cornersOnScreen(scene.drawnBox, scene)], closed: true });
      context.stroke();
    }
  }

  #tag(context: CanvasRenderingContext2D, scene: Scene, text: string, area: Box, colour: string): void {
    context.font = FONT;
    context.textBaseline = 'bottom';
    context.setLineDash([]);
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.strokeStyle = HALO;
    context.fillStyle = colour;
    const width = context.measureText(text).width;
    const x = Math.max(2, Math.min(area.x, scene.size.width - width - 2));
    const y = area.y > 18 ? area.y - 3 : Math.min(area.y + area.height + 17, scene.size.height - 2);
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}
