import { isOnImage, isPersonsRegion, type ImageFinding } from '../../domain/finding';
import { boxOf } from '../../domain/geometry/measurement';
import type { FramePlace } from '../../domain/prompt';
import { cleanRings } from '../../domain/regions/combine-rings';
import type { RegionTool } from '../../domain/regions/drawing';
import { measureRegion, ringsOf, type RegionShape } from '../../domain/regions/region';
import { distanceToSegment, isInside, simplifyRing, type Rings } from '../../domain/regions/rings';
import type { Point } from '../../domain/units';
import type { ViewerEvent } from '../../domain/view';
import { clampPoint, withoutVertex, withVertex, type VertexAt } from '../overlays/handles';
import type { RegionInHand } from '../overlays/scene';
import type { SharedSettings } from '../viewport/shared-settings';
import type { ViewportView } from '../viewport/viewport-view';
import { BrushStroke } from './brush-stroke';
import type { Gesture, Press } from './gesture';

/** CSS pixels: a first point clicked again, or the last one, closes the outline. */
const CLOSING = 10;
const TOUCH_CLOSING = 20;
/** CSS pixels that a line drawn freely may be put straight by. */
const STRAIGHTENED = 0.75;
/** Square CSS pixels: a smaller region was a slip. */
const SMALLEST = 16;

export interface RegionHost {
  readonly view: ViewportView;
  readonly settings: SharedSettings;
  emit(event: ViewerEvent): void;
  redraw(): void;
}

/**
 * Draws and changes regions on one viewport. As `AnnotationEditor`, it owns only what is in hand, and keeps it on screen until
 * the application has answered with its new list.
 */
export class RegionEditor {
  /** Points of a polygon set so far. */
  #vertices: Point[] = [];
  /** Where the next one would be. */
  #next: Point | null = null;
  #shape: RegionShape | null = null;
  /** The region that `#shape` is another shape of. */
  #changed: ImageFinding | null = null;
  #stroke: BrushStroke | null = null;

  constructor(private readonly host: RegionHost) {}

  /** True while an outline waits for its next point. */
  get placing(): boolean {
    return this.#vertices.length > 0;
  }

  get busy(): boolean {
    return this.placing || this.#shape !== null || this.#stroke !== null;
  }

  /** The region that is changed: it is drawn as it is in hand, not as it is in the list. */
  get changed(): ImageFinding | null {
    return this.#changed;
  }

  inHand(): RegionInHand | null {
    this.#paint();
    if (this.placing) {
      const line = this.#next === null ? this.#vertices : [...this.#vertices, this.#next];
      return { rings: [line], closed: false, vertices: this.#vertices };
    }
    return this.#shape === null ? null : { rings: ringsOf(this.#shape), closed: true, vertices: [] };
  }

  settled(): void {
    if (this.placing || this.#stroke !== null) return;
    this.#shape = null;
    this.#changed = null;
  }

  cancel(): boolean {
    const { busy } = this;
    this.#drop();
    this.#draft(null);
    this.host.redraw();
    return busy;
  }

  hover(at: Point): void {
    if (!this.placing) return;
    this.#next = this.#imagePoint(at);
    this.#drafted([...this.#vertices, this.#next]);
  }

  press(tool: Exclude<RegionTool, 'count'>, press: Press): Gesture | null {
    switch (tool) {
      case 'polygon':
        return this.#polygon(press.touch ? TOUCH_CLOSING : CLOSING);
      case 'freehand':
        return this.#freehand(press.at);
      case 'region-ellipse':
        return this.#ellipse(press.at);
      case 'brush':
        return this.#brush(press);
    }
  }

  /** Closes the outline that waits for its next point; false where none does. */
  finish(): boolean {
    if (!this.placing) return false;
    const ring = this.#vertices;
    this.#drop();
    this.#draw({ kind: 'polygon', rings: [ring] });
    return true;
  }

  /** Takes back the last point of the outline that waits for its next one; false where none does. */
  takeBack(): boolean {
    if (!this.placing) return false;
    if (this.#vertices.length === 1) return this.cancel();
    this.#vertices = this.#vertices.slice(0, -1);
    this.host.redraw();
    return true;
  }

  /** Drags a corner of a region's outline, or the middle of a side, which becomes one. */
  dragVertex(finding: ImageFinding, vertex: VertexAt): Gesture | null {
    const { evidence } = finding;
    if (evidence.kind !== 'polygon') return null;
    return this.#change(finding, (at) => withVertex(evidence.rings, vertex, this.#imagePoint(at)));
  }

  /** Moves the whole region. */
  dragRegion(finding: ImageFinding, start: Point): Gesture | null {
    const { evidence } = finding;
    if (evidence.kind !== 'polygon' || !isPersonsRegion(finding)) return null;
    const from = this.#imagePoint(start, false);
    return this.#change(finding, (at) => {
      const to = this.#imagePoint(at, false);
      return evidence.rings.map((ring) => ring.map(({ x, y }) => ({ x: x + to.x - from.x, y: y + to.y - from.y })));
    });
  }

  /** A corner moved by image pixels (arrow keys), or with null taken out. */
  nudge(finding: ImageFinding, vertex: VertexAt, step: Point | null): void {
    const { evidence } = finding;
    if (evidence.kind !== 'polygon') return;
    const old = evidence.rings[vertex.ring]?.[vertex.index];
    if (old === undefined) return;
    const rings =
      step === null ? withoutVertex(evidence.rings, vertex) : withVertex(evidence.rings, vertex, { x: old.x + step.x, y: old.y + step.y });
    this.host.emit({ type: 'region-reshaped', finding: finding.id, rings });
  }

  #polygon(reach: number): Gesture {
    return {
      move: (to) => {
        this.hover(to);
      },
      end: (to) => {
        const point = this.#imagePoint(to);
        const [first] = this.#vertices;
        const last = this.#vertices.at(-1);
        if (this.#vertices.length > 2 && [first, last].some((one) => one !== undefined && this.#isNear(one, to, reach))) {
          this.finish();
          return;
        }
        if (last !== undefined && this.#isNear(last, to, reach)) return;
        this.#vertices = [...this.#vertices, point];
        this.#next = null;
        this.#drafted(this.#vertices);
      },
      // Two fingers move the picture; the outline goes on.
      cancel: () => {
        this.#next = null;
      },
    };
  }

  #freehand(start: Point): Gesture {
    const line: Point[] = [this.#imagePoint(start)];
    return {
      move: (to) => {
        line.push(this.#imagePoint(to));
        this.#shape = { kind: 'polygon', rings: [line] };
        this.#drafted(line);
      },
      end: (_to, moved) => {
        this.#drop();
        if (moved) this.#draw({ kind: 'polygon', rings: [simplifyRing(line, STRAIGHTENED / this.host.view.transform.zoom)] });
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  #ellipse(start: Point): Gesture {
    const from = this.#imagePoint(start);
    return {
      move: (to) => {
        this.#shape = { kind: 'ellipse', box: boxOf(from, this.#imagePoint(to)) };
        this.#draft(this.#shape);
        this.host.redraw();
      },
      end: () => {
        const shape = this.#shape;
        this.#drop();
        if (shape !== null) this.#draw(shape);
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  #brush({ at, alt }: Press): Gesture {
    const { drawing } = this.host.settings;
    const erase = drawing.erase !== alt;
    const painted = this.#paintedRegion(erase, at);
    this.#changed = painted;
    const stroke = new BrushStroke(painted === null ? [] : ringsOfFinding(painted), {
      radius: drawing.brushRadius,
      erase,
      toImage: (place) => this.#imagePoint(place),
    });
    this.#stroke = stroke;
    stroke.add(at);
    this.host.redraw();
    return {
      move: (to) => {
        stroke.add(to);
        this.host.redraw();
      },
      end: () => {
        this.#paint();
        const tolerance = STRAIGHTENED / 2 / this.host.view.transform.zoom;
        const rings = cleanRings(stroke.rings.map((ring) => simplifyRing(ring, tolerance)));
        this.#drop();
        // Rubbed beside the region: nothing to undo.
        if (painted !== null && isSameSize(rings, ringsOfFinding(painted))) this.cancel();
        else if (painted !== null) {
          this.#changed = painted;
          this.#shape = { kind: 'polygon', rings };
          this.#draft(null);
          this.host.emit({ type: 'region-reshaped', finding: painted.id, rings });
        } else if (!erase) this.#draw({ kind: 'polygon', rings });
        else this.cancel();
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** What the brush goes on with: the selected region of the class in hand, where it begins on it; what is erased may be of any class. */
  #paintedRegion(erase: boolean, at: Point): ImageFinding | null {
    const { findings, drawing } = this.host.settings;
    const selected = findings.findings.find(({ id }) => id === findings.selected);
    const { frame } = this.host.view;
    if (selected === undefined || !isOnImage(selected) || !isPersonsRegion(selected)) return null;
    const { instance, frameNumber } = selected.evidence;
    if (instance !== frame?.instance || frameNumber !== frame.frameNumber) return null;
    return erase || (selected.label === drawing.label && this.#touches(ringsOfFinding(selected), at, drawing.brushRadius))
      ? selected
      : null;
  }

  #touches(rings: Rings, at: Point, reach: number): boolean {
    if (isInside(rings, this.#imagePoint(at))) return true;
    return rings.some((ring) => {
      const shown = ring.flatMap((point) => this.host.view.toViewport(point) ?? []);
      return shown.some((point, i) => distanceToSegment(at, point, shown[(i + 1) % shown.length] ?? point) <= reach);
    });
  }

  /** Joins what the brush went over since the last picture. */
  #paint(): void {
    if (this.#stroke?.join() !== true) return;
    this.#shape = { kind: 'polygon', rings: this.#stroke.rings };
    this.#draft(this.#shape);
  }

  #change(finding: ImageFinding, ringsAt: (at: Point) => Rings): Gesture {
    return {
      move: (to) => {
        this.#changed = finding;
        this.#shape = { kind: 'polygon', rings: ringsAt(to) };
        this.#draft(this.#shape);
        this.host.redraw();
      },
      end: (_to, moved) => {
        const shape = this.#shape;
        this.#draft(null);
        if (!moved || shape?.kind !== 'polygon') {
          this.cancel();
          return;
        }
        const rings = cleanRings(shape.rings);
        if (rings.length === 0) this.cancel();
        else this.host.emit({ type: 'region-reshaped', finding: finding.id, rings });
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** A new region, unless it was a slip. */
  #draw(drawn: RegionShape): void {
    const place = this.#place();
    const shape: RegionShape = drawn.kind === 'polygon' ? { kind: 'polygon', rings: cleanRings(drawn.rings) } : drawn;
    this.#draft(null);
    if (place === null || measureRegion(shape, null).area * this.host.view.transform.zoom ** 2 < SMALLEST) {
      this.cancel();
      this.host.redraw();
      return;
    }
    this.#shape = shape;
    this.host.emit({ type: 'region-drawn', place, shape });
  }

  #drop(): void {
    this.#vertices = [];
    this.#next = null;
    this.#shape = null;
    this.#changed = null;
    this.#stroke = null;
  }

  #drafted(line: readonly Point[]): void {
    this.#draft(line.length < 3 ? null : { kind: 'polygon', rings: [line] });
    this.host.redraw();
  }

  #draft(shape: RegionShape | null): void {
    const place = this.#place();
    this.host.emit({
      type: 'region-drafted',
      draft: shape === null || place === null ? null : { place, shape, finding: this.#changed?.id ?? null },
    });
  }

  #place(): FramePlace | null {
    const { series, frame } = this.host.view;
    return series === null || frame === null ? null : { series: series.id, instance: frame.instance, frameNumber: frame.frameNumber };
  }

  #isNear(point: Point, at: Point, reach: number): boolean {
    const shown = this.host.view.toViewport(point);
    return shown !== null && Math.hypot(shown.x - at.x, shown.y - at.y) <= reach;
  }

  #imagePoint(at: Point, clamp = true): Point {
    const { view } = this.host;
    const point = view.toImage(at) ?? { x: 0, y: 0 };
    return clamp && view.grid !== null ? clampPoint(point, view.grid.columns, view.grid.rows) : point;
  }
}

function ringsOfFinding({ evidence }: ImageFinding): Rings {
  return evidence.kind === 'polygon' || evidence.kind === 'ellipse' ? ringsOf(evidence) : [];
}

function isSameSize(a: Rings, b: Rings): boolean {
  const area = (rings: Rings): number => measureRegion({ kind: 'polygon', rings }, null).area;
  return Math.abs(area(a) - area(b)) < 0.5;
}
