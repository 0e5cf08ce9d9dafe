import type { ImageFinding } from '../../domain/finding';
import { boxOf, measure } from '../../domain/geometry/measurement';
import { measurementId } from '../../domain/ids';
import type { FindingId } from '../../domain/ids';
import { roiStatistics } from '../../domain/kernels/roi-statistics';
import type { RegionShape } from '../../domain/regions/region';
import type { Box, Point } from '../../domain/units';
import type { Measurement, ViewerEvent } from '../../domain/view';
import { clampBox, clampPoint, moveCorner, moveHandle, movePoints } from '../overlays/handles';
import type { ViewportView } from '../viewport/viewport-view';
import type { Gesture } from './gesture';

/** Fewer CSS pixels than this between its points and a drawing was a slip. */
const SMALLEST = 3;

export interface EditorHost {
  readonly view: ViewportView;
  emit(event: ViewerEvent): void;
  redraw(): void;
}

/**
 * Draws and changes measurements and finding boxes on one viewport. It owns only what is being changed at the moment;
 * the result goes out as an event and is kept on screen until the application has answered with its new list.
 */
export class AnnotationEditor {
  /** The measurement in its present shape while it is drawn or moved. */
  draft: Measurement | null = null;
  /** A box being drawn for a new finding. */
  drawnBox: Box | null = null;
  /** A finding's box while it is moved. */
  movedBox: { readonly finding: FindingId; readonly box: Box } | null = null;
  /** Point that follows the pointer between clicks. */
  #placing: number | null = null;

  constructor(private readonly host: EditorHost) {}

  /** True while a drawing waits for its next click. */
  get placing(): boolean {
    return this.#placing !== null;
  }

  /** True while something is drawn or moved. */
  get busy(): boolean {
    return this.draft !== null || this.drawnBox !== null || this.movedBox !== null;
  }

  /** The application has the new list: what was in hand is in it. */
  settled(): void {
    if (this.#placing !== null) return;
    this.draft = null;
    this.drawnBox = null;
    this.movedBox = null;
  }

  cancel(): boolean {
    const { busy } = this;
    this.#placing = null;
    this.draft = null;
    this.drawnBox = null;
    this.movedBox = null;
    if (busy) this.host.redraw();
    return busy;
  }

  hover(at: Point): void {
    if (this.#placing === null || this.draft === null) return;
    this.#setPoint(this.#placing, at);
  }

  /** Starts a measurement, or goes on with the one that waits for its next point. */
  draw(kind: Measurement['kind'], at: Point): Gesture | null {
    if (this.#placing === null) {
      const { series, frame } = this.host.view;
      const start = this.#imagePoint(at);
      if (series === null || frame === null || start === null) return null;
      const { instance, frameNumber } = frame;
      this.draft = this.#complete({ id: measurementId(crypto.randomUUID()), series: series.id, instance, frameNumber, kind, text: '' }, [
        start,
        start,
      ]);
      this.#placing = 1;
    } else this.#setPoint(this.#placing, at);
    return {
      move: (to) => {
        if (this.#placing !== null) this.#setPoint(this.#placing, to);
      },
      end: (to, moved) => {
        const first = this.#placing === 1 && !moved && this.#isPoint();
        if (!first) this.#place(to);
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** Draws a box for a finding a person adds. */
  drawBox(at: Point): Gesture | null {
    const start = this.#imagePoint(at);
    if (start === null) return null;
    return {
      move: (to) => {
        const end = this.#imagePoint(to);
        if (end === null) return;
        this.drawnBox = boxOf(start, end);
        this.host.redraw();
      },
      end: () => {
        const { series, frame, transform } = this.host.view;
        const box = this.drawnBox;
        if (series === null || frame === null || box === null || Math.min(box.width, box.height) * transform.zoom < SMALLEST) {
          this.cancel();
          return;
        }
        this.host.emit({ type: 'finding-drawn', series: series.id, instance: frame.instance, frameNumber: frame.frameNumber, box });
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** Drags one handle of a measurement, or with `handle` null the whole of it. */
  dragMeasurement(measurement: Measurement, handle: number | null, at: Point): Gesture | null {
    const start = this.#imagePoint(at, false);
    if (start === null) return null;
    return {
      move: (to) => {
        const end = this.#imagePoint(to, handle !== null);
        if (end === null) return;
        const points =
          handle === null ? movePoints(measurement.points, end.x - start.x, end.y - start.y) : moveHandle(measurement, handle, end);
        this.draft = this.#complete(measurement, points);
        this.host.redraw();
      },
      end: (_to, moved) => {
        if (moved && this.draft !== null) this.host.emit({ type: 'measurement-changed', measurement: this.draft, before: measurement });
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** Moves a point of a measurement by image pixels (arrow keys). */
  nudge(measurement: Measurement, handle: number, dx: number, dy: number): void {
    const shapes = measurement.kind === 'ellipse' || measurement.kind === 'rectangle';
    const [a, b] = measurement.points;
    if (a === undefined || b === undefined) return;
    const box = boxOf(a, b);
    const corner = { x: box.x + (handle === 1 || handle === 2 ? box.width : 0), y: box.y + (handle >= 2 ? box.height : 0) };
    const from = shapes ? corner : measurement.points[handle];
    if (from === undefined) return;
    const points = moveHandle(measurement, handle, { x: from.x + dx, y: from.y + dy });
    this.host.emit({ type: 'measurement-changed', measurement: this.#complete(measurement, points), before: measurement });
  }

  /** Drags a corner of a finding's box, or with `corner` null the whole box. */
  dragFinding(finding: ImageFinding, corner: number | null, at: Point): Gesture | null {
    const start = this.#imagePoint(at, false);
    const { box, kind } = finding.evidence;
    // Outlines, regions and places stay where they were found.
    if (start === null || (kind !== 'box' && kind !== 'ellipse')) return null;
    return {
      move: (to) => {
        const end = this.#imagePoint(to, corner !== null);
        const { grid } = this.host.view;
        if (end === null || grid === null) return;
        const moved = corner === null ? { ...box, x: box.x + end.x - start.x, y: box.y + end.y - start.y } : moveCorner(box, corner, end);
        this.movedBox = { finding: finding.id, box: clampBox(moved, grid.columns, grid.rows) };
        this.#draft(finding, { kind, box: this.movedBox.box });
        this.host.redraw();
      },
      end: (_to, moved) => {
        const result = this.movedBox;
        this.host.emit({ type: 'region-drafted', draft: null });
        if (!moved || result === null) return;
        if (Math.min(result.box.width, result.box.height) < 1) this.cancel();
        else this.host.emit({ type: 'finding-moved', finding: finding.id, box: result.box });
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** What lies in it is counted while it moves. */
  #draft(finding: ImageFinding, shape: RegionShape): void {
    const { instance, frameNumber } = finding.evidence;
    this.host.emit({
      type: 'region-drafted',
      draft: { place: { series: finding.series, instance, frameNumber }, shape, finding: finding.id },
    });
  }

  #imagePoint(at: Point, clamp = true): Point | null {
    const { view } = this.host;
    const point = view.toImage(at);
    const { grid } = view;
    if (point === null || grid === null) return null;
    return clamp ? clampPoint(point, grid.columns, grid.rows) : point;
  }

  #setPoint(index: number, at: Point): void {
    const point = this.#imagePoint(at);
    if (point === null || this.draft === null) return;
    const points = this.draft.points.map((old, i) => (i === index ? point : old));
    this.draft = this.#complete(this.draft, points);
    this.host.redraw();
  }

  /** All points still in one place on screen? */
  #isPoint(): boolean {
    const points = this.draft?.points ?? [];
    const [first] = points;
    const { zoom } = this.host.view.transform;
    return first !== undefined && points.every((point) => Math.hypot(point.x - first.x, point.y - first.y) * zoom < SMALLEST);
  }

  #place(at: Point): void {
    const { draft } = this;
    if (draft === null || this.#placing === null) return;
    if (this.#isPoint()) {
      this.cancel();
      return;
    }
    if (draft.kind === 'angle' && this.#placing === 1) {
      const third = this.#imagePoint(at);
      if (third === null) return;
      this.draft = this.#complete(draft, [...draft.points, third]);
      this.#placing = 2;
      this.host.redraw();
      return;
    }
    this.#placing = null;
    this.host.emit({ type: 'measurement-added', measurement: draft, before: null });
  }

  #complete(
    base: Pick<Measurement, 'id' | 'series' | 'instance' | 'frameNumber' | 'kind' | 'text'>,
    points: readonly Point[],
  ): Measurement {
    const { frame, values } = this.host.view;
    const [a, b] = points;
    const { id, series, instance, frameNumber, kind, text } = base;
    const region = kind === 'ellipse' || kind === 'rectangle';
    const statistics =
      region && a !== undefined && b !== undefined && values !== null && !values.colour ? roiStatistics(values, kind, boxOf(a, b)) : null;
    return { id, series, instance, frameNumber, kind, text, points, statistics, ...measure(kind, points, frame?.spacing ?? null) };
  }
}
