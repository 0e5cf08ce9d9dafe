import { applyAffine } from '../../domain/geometry/view-transform';
import type { Finding } from '../../domain/finding';
import type { Box } from '../../domain/units';
import type { Scene } from './scene';
import { corners } from './scene';
import { findingStyle } from './finding-style';

const HALO = 'rgba(0, 0, 0, 0.75)';
/** Boxes smaller than this on screen carry their tag only when selected: a field of a thousand cells stays readable. */
const TAG_FROM = 44;
const FONT = '600 12px system-ui, sans-serif';

/** Finding boxes, on a canvas: thousands redraw within a frame. */
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
    for (const finding of scene.findings) this.#drawFinding(context, scene, finding);
    if (scene.drawnBox !== null) this.#outline(context, scene, scene.drawnBox, '#ffffff', 2, []);
  }

  #drawFinding(context: CanvasRenderingContext2D, scene: Scene, finding: Finding): void {
    const { box } = finding.evidence;
    const style = findingStyle(finding, scene.colours, scene.names, scene.texts);
    const selected = finding.id === scene.selectedFinding;
    const area = this.#outline(context, scene, box, style.stroke, selected ? style.width + 1.5 : style.width, style.dash);
    if (area === null) return;
    if (selected || area.width >= TAG_FROM) this.#tag(context, scene, style.tag, area, style.stroke);
  }

  /** Strokes a box with a dark halo; returns its bounds on screen, null when out of view. */
  #outline(context: CanvasRenderingContext2D, scene: Scene, box: Box, stroke: string, width: number, dash: readonly number[]): Box | null {
    const points = corners(box).map((point) => applyAffine(scene.affine, point));
    const xs = points.map((point) => point.x);
    const ys = points.map((point) => point.y);
    const left = Math.min(...xs);
    const top = Math.min(...ys);
    const bounds = { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
    if (bounds.x > scene.size.width || bounds.y > scene.size.height || bounds.x + bounds.width < 0 || bounds.y + bounds.height < 0)
      return null;
    context.setLineDash([]);
    context.lineWidth = width + 2;
    context.strokeStyle = HALO;
    context.strokeRect(bounds.x, bounds.y, bounds.width, bounds.height);
    context.setLineDash([...dash]);
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.strokeRect(bounds.x, bounds.y, bounds.width, bounds.height);
    return bounds;
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
