import { boundsOf } from '../../domain/geometry/convex';
import { applyAffine, invertAffine } from '../../domain/geometry/view-transform';
import { isPersonsRegion, type ImageFinding } from '../../domain/finding';
import { ellipseRing } from '../../domain/regions/rings';
import type { Box, Point } from '../../domain/units';
import { corners, type Scene } from './scene';
import type { FindingStyle } from './finding-style';
import { findingStyle } from './finding-style';

const HALO = 'rgba(0, 0, 0, 0.75)';
/** Boxes smaller than this on screen carry their tag only when selected: a field of a thousand cells stays readable. */
const TAG_FROM = 44;
const FONT = '600 12px system-ui, sans-serif';

interface ShownBox {
  /** CSS pixels: the upright box around it. */
  readonly area: Box;
  /** The box itself, which lies at a slant where the view does, outline and holes, or a cross, in CSS pixels. */
  readonly lines: readonly (readonly Point[])[];
  readonly closed: boolean;
  /** How dense its area is drawn, 0–1; 0: its outline alone. */
  readonly fill: number;
  /** It carries its name where there is room. */
  readonly tagged: boolean;
  readonly style: FindingStyle;
  readonly selected: boolean;
  readonly width: number;
}

const cornersOnScreen = (box: Box, scene: Scene): readonly Point[] => corners(box).map((corner) => applyAffine(scene.affine, corner));

function groupByLook(boxes: readonly ShownBox[]): ReadonlyMap<string, readonly ShownBox[]> {
  const groups = new Map<string, ShownBox[]>();
  for (const box of boxes) {
    const look = `${box.style.stroke} ${String(box.width)} ${box.style.dash.join()}`;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [box]);
    else group.push(box);
  }
  return groups;
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

/** Image pixels that the viewport shows, and a little more: of 10⁵ findings the few in it are found without turning any of them. */
function inView({ affine, size }: Scene): Box {
  const back = invertAffine(affine);
  const corners = [
    { x: 0, y: 0 },
    { x: size.width, y: 0 },
    { x: size.width, y: size.height },
    { x: 0, y: size.height },
  ];
  return boundsOf(corners.map((corner) => applyAffine(back, corner)));
}

/** The image is to be seen through a region. */
const REGION_FILL = 0.14;
/** Half the length of the arms of a cross, CSS pixels. */
const ARM = 6;
/** Radius of what a person counted, CSS pixels. */
const DOT = 4.5;

/** A place that a person counted, told from the crosses of models by its shape. */
const isCounted = ({ author, evidence }: ImageFinding): boolean => author.kind === 'person' && evidence.kind === 'point';

function linesOf({ author, evidence }: ImageFinding, scene: Scene): ShownBox['lines'] {
  if (evidence.kind === 'polygon') return evidence.rings.map((ring) => ring.map((point) => applyAffine(scene.affine, point)));
  if (evidence.kind === 'ellipse') return [ellipseRing(evidence.box).map((point) => applyAffine(scene.affine, point))];
  if (evidence.kind !== 'point') return [cornersOnScreen(evidence.box, scene)];
  const { x, y } = applyAffine(scene.affine, evidence.at);
  if (author.kind === 'person') return [ellipseRing({ x: x - DOT, y: y - DOT, width: 2 * DOT, height: 2 * DOT }, 12)];
  return [
    [
      { x: x - ARM, y },
      { x: x + ARM, y },
    ],
    [
      { x, y: y - ARM },
      { x, y: y + ARM },
    ],
  ];
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
    const boxes = this.#visible(scene);
    // One path per look: a thousand boxes are a handful of strokes.
    for (const group of groupByLook(boxes).values()) strokeAll(context, group, 2, HALO);
    fillAreas(context, boxes);
    for (const group of groupByLook(boxes).values()) strokeAll(context, group, 0, null);
    for (const { area, style, selected, tagged } of boxes) {
      if (selected || (tagged && area.width >= TAG_FROM)) this.#tag(context, scene, style.tag, area, style.stroke);
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

  #visible(scene: Scene): readonly ShownBox[] {
    const boxes: ShownBox[] = [];
    const seen = inView(scene);
    for (const finding of scene.findings) {
      const { kind, box } = finding.evidence;
      if (box.x > seen.x + seen.width || box.y > seen.y + seen.height || box.x + box.width < seen.x || box.y + box.height < seen.y)
        continue;
      const selected = finding.id === scene.selectedFinding;
      // A region is drawn by its label map; its box shows only which one is selected.
      if (kind === 'whole' || (kind === 'region' && !selected)) continue;
      const area = boundsOf(cornersOnScreen(box, scene));
      if (area.x > scene.size.width || area.y > scene.size.height || area.x + area.width < 0 || area.y + area.height < 0) continue;
      const style = findingStyle(finding, scene.labelLook, scene.texts);
      boxes.push({
        area,
        lines: linesOf(finding, scene),
        closed: kind !== 'point' || isCounted(finding),
        fill: isPersonsRegion(finding) ? (selected ? REGION_FILL * 1.5 : REGION_FILL) : isCounted(finding) ? 1 : 0,
        tagged: kind !== 'point',
        style,
        selected,
        width: selected ? style.width + 1.5 : style.width,
      });
    }
    return boxes;
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
