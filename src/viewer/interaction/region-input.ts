import { isOnImage, type ImageFinding } from '../../domain/finding';
import type { FindingId } from '../../domain/ids';
import { isRegionTool, type DrawingKey, type RegionTool } from '../../domain/regions/drawing';
import { squareOf } from '../../domain/regions/counting-grid';
import { ringsOf } from '../../domain/regions/region';
import type { Point } from '../../domain/units';
import type { ViewerEvent } from '../../domain/view';
import type { VertexAt } from '../overlays/handles';
import type { Scene } from '../overlays/scene';
import type { SharedSettings } from '../viewport/shared-settings';
import type { ViewportView } from '../viewport/viewport-view';
import type { Gesture, Press } from './gesture';
import { RegionEditor } from './region-editor';

export interface RegionInputHost {
  readonly view: ViewportView;
  readonly settings: SharedSettings;
  emit(event: ViewerEvent): void;
  redraw(): void;
  /** What a drag does that draws nothing. */
  pan(): Gesture;
}

/** Presses and keys of the tools that draw regions and count, on one viewport. */
export class RegionInput {
  readonly editor: RegionEditor;
  readonly #host: RegionInputHost;
  /** CSS pixels; null until keys move it, and once the pointer has moved. */
  #cursor: Point | null = null;
  /** A line that was begun by key. */
  #held: Gesture | null = null;

  constructor(host: RegionInputHost) {
    this.#host = host;
    this.editor = new RegionEditor(host);
  }

  get #tool(): RegionTool | null {
    const { tool } = this.#host.settings;
    return isRegionTool(tool) ? tool : null;
  }

  /** These draw wherever they are pressed, also on handles of what is selected. */
  get takesAll(): boolean {
    return this.#tool === 'brush' || this.#tool === 'count' || this.editor.placing;
  }

  /** Null: another tool is in hand. */
  press(press: Press, reach: number): Gesture | null {
    const tool = this.#tool;
    if (tool === null) return null;
    this.#cursor = null;
    return tool === 'count' ? this.#count(press.at, reach) : this.editor.press(tool, press);
  }

  hover(at: Point | null): void {
    if (at === null || this.#tool === null) return;
    if (this.#held === null) this.#cursor = null;
    this.editor.hover(at);
    if (this.#tool === 'brush') this.#host.redraw();
  }

  cancel(): boolean {
    this.#held = null;
    this.#cursor = null;
    return this.editor.cancel();
  }

  /** @returns false where the key means nothing to the tool in hand */
  drawByKey(key: DrawingKey): boolean {
    if (this.#tool === null || this.#host.view.grid === null) return false;
    switch (key.do) {
      case 'move':
        this.#moveCursor(key.dx, key.dy);
        return true;
      case 'press':
        return this.#pressByKey(key.alt);
      case 'finish':
        return this.editor.finish();
      case 'take-back':
        return this.editor.takeBack();
      case 'cancel':
        return this.cancel();
    }
  }

  onVertexKey(id: FindingId, vertex: VertexAt, step: Point | null): void {
    const finding = this.#host.settings.findings.findings.find((one) => one.id === id);
    if (finding !== undefined && isOnImage(finding)) this.editor.nudge(finding, vertex, step);
  }

  /** The findings as they are drawn: a region that is changed is in hand. */
  shown(findings: readonly ImageFinding[]): readonly ImageFinding[] {
    const { changed } = this.editor;
    return changed === null ? findings : findings.filter(({ id }) => id !== changed.id);
  }

  parts(findings: readonly ImageFinding[]): Pick<Scene, 'region' | 'pen' | 'grid'> {
    const { drawing, findings: display } = this.#host.settings;
    const { changed } = this.editor;
    const inHand = this.editor.inHand();
    const colour = changed === null ? drawing.colour : display.labelLook.colourOf(changed.label, null);
    return { region: inHand === null ? null : { ...inHand, colour }, pen: this.#pen(), grid: this.#grid(findings) };
  }

  #pen(): Scene['pen'] {
    const { drawing } = this.#host.settings;
    const at = this.#cursor ?? this.#host.view.pointer;
    const brush = this.#tool === 'brush';
    if (at === null || this.#tool === null || (!brush && this.#cursor === null)) return null;
    return { at, radius: brush ? drawing.brushRadius : null, erase: drawing.erase, cursor: this.#cursor !== null };
  }

  #grid(findings: readonly ImageFinding[]): Scene['grid'] {
    const { grid, findings: display } = this.#host.settings;
    const { frame, size } = this.#host.view;
    if (!grid.shown || frame === null) return null;
    const square = squareOf(grid.side, frame.spacing);
    if (grid.over === 'view') {
      const corners = [
        { x: 0, y: 0 },
        { x: size.width, y: 0 },
        { x: size.width, y: size.height },
        { x: 0, y: size.height },
      ].flatMap((corner) => this.#host.view.toImage(corner) ?? []);
      return { area: [corners], square, over: 'view' };
    }
    const chosen = findings.find(({ id }) => id === display.selected)?.evidence;
    const regional = chosen?.kind === 'box' || chosen?.kind === 'ellipse' || chosen?.kind === 'polygon';
    return { area: regional ? ringsOf(chosen) : [], square, over: 'region' };
  }

  /** A click counts one more, or takes the one back that it meets; a drag moves the picture. */
  #count(start: Point, reach: number): Gesture {
    const pan = this.#host.pan();
    return {
      ...pan,
      end: (at, moved) => {
        pan.end(at, moved);
        if (!moved) this.#countAt(start, reach);
      },
    };
  }

  #countAt(at: Point, reach: number): void {
    const { view, settings } = this.#host;
    const { series, frame, grid } = view;
    const point = view.toImage(at);
    if (series === null || frame === null || grid === null || point === null) return;
    if (point.x < 0 || point.y < 0 || point.x >= grid.columns || point.y >= grid.rows) return;
    const { instance, frameNumber } = frame;
    let nearest: FindingId | null = null;
    let gap = reach;
    for (const { id, author, evidence } of settings.findings.findings) {
      if (author.kind !== 'person' || evidence.kind !== 'point') continue;
      if (evidence.instance !== instance || evidence.frameNumber !== frameNumber) continue;
      const shown = view.toViewport(evidence.at);
      const distance = shown === null ? Infinity : Math.hypot(shown.x - at.x, shown.y - at.y);
      if (distance < gap) [nearest, gap] = [id, distance];
    }
    if (nearest !== null) this.#host.emit({ type: 'count-removed', finding: nearest });
    else this.#host.emit({ type: 'place-counted', place: { series: series.id, instance, frameNumber }, at: point });
  }

  #moveCursor(dx: number, dy: number): void {
    const { size } = this.#host.view;
    const from = this.#cursor ?? { x: size.width / 2, y: size.height / 2 };
    const to = { x: Math.min(Math.max(from.x + dx, 0), size.width), y: Math.min(Math.max(from.y + dy, 0), size.height) };
    this.#cursor = to;
    if (this.#held !== null) this.#held.move(to, to.x - from.x, to.y - from.y);
    else this.editor.hover(to);
    this.#host.redraw();
  }

  /** Tools that draw a line begin it at one press and end it at the next. */
  #pressByKey(alt: boolean): boolean {
    const at = this.#cursor;
    const tool = this.#tool;
    if (at === null || tool === null) return false;
    if (this.#held !== null) {
      this.#held.end(at, true);
      this.#held = null;
      return true;
    }
    const gesture = this.press({ at, button: 'primary', touch: false, alt, shift: false }, KEY_REACH);
    this.#cursor = at;
    if (tool === 'count' || tool === 'polygon') gesture?.end(at, false);
    else this.#held = gesture;
    this.#host.redraw();
    return true;
  }
}

/** CSS pixels around the cursor of the keyboard in which a place that was counted is met. */
const KEY_REACH = 10;
