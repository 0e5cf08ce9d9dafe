import { instanceOutlines } from '../instance-outlines';
import { boxIou } from '../kernels/box';
import type { ModelSummary } from '../model-package';
import type { BoxesOutput, ModelOutput, PointsOutput, PolygonsOutput } from '../result';
import type { Box, Point } from '../units';
import type { SlideField } from './field';

/** What is found one by one, and can be laid side by side: the answers of fields that make an answer of the slide. */
export type ObjectsOutput = BoxesOutput | PointsOutput | PolygonsOutput;

/** Kinds of output that fields can be asked for. */
export function isOfObjects(kind: ModelOutput['kind']): boolean {
  return kind === 'boxes' || kind === 'points' || kind === 'polygons' || kind === 'instances';
}

/** Keys of the labels that a model's objects can have: those of its maps are not counted. */
export function objectLabels({ outputs }: Pick<ModelSummary, 'outputs'>): readonly string[] {
  return outputs.flatMap(({ kind, labels }) => (isOfObjects(kind) ? labels.map(({ key }) => key) : []));
}

/** Two that share more than this of their union are one object seen in two fields. */
const SAME_IOU = 0.4;
/** Two places nearer than this are one, pixels of a field. */
const SAME_DISTANCE = 6;
/** How far past its core a field may still name an object, as neighbours see it a little elsewhere; pixels of a field. */
const SLACK = 24;

/** Half the side of the box that stands for a place where boxes are compared. */
const REACH = SAME_DISTANCE / 2;

interface Kept {
  readonly field: SlideField;
  readonly label: string;
  readonly box: Box;
}

/**
 * Joins the answers of fields, in level-0 pixels: an object counts for the field in whose core its middle lies, and one
 * that two fields see across their border counts once.
 */
export class SlideObjects {
  /** Of each output what lies near a border, by cell. */
  readonly #near = new Map<string, Kept[]>();

  /** @param scale level-0 pixels a pixel of a field, [x, y] */
  constructor(private readonly scale: readonly [number, number]) {}

  /** @returns what this field adds, each output of objects by its own id; instance maps as their outlines. */
  add(field: SlideField, outputs: readonly ModelOutput[]): readonly ObjectsOutput[] {
    return outputs.flatMap((output): ObjectsOutput[] => {
      switch (output.kind) {
        case 'boxes':
          return [
            {
              ...output,
              boxes: output.boxes
                .map((one) => ({ ...one, box: this.#box(field, one.box) }))
                .filter(this.#fresh(field, output.id, (one) => one.box)),
            },
          ];
        case 'points':
          return [
            {
              ...output,
              points: output.points
                .map((one) => ({ ...one, at: this.#point(field, one.at) }))
                .filter(this.#fresh(field, output.id, ({ at }) => this.#around(at))),
            },
          ];
        case 'polygons':
          return [{ ...output, polygons: this.#polygons(field, output.id, output.polygons) }];
        case 'instances': {
          const { id, threshold } = output;
          return [{ id, kind: 'polygons', threshold, polygons: this.#polygons(field, id, instanceOutlines(output)) }];
        }
        default:
          return [];
      }
    });
  }

  #polygons(
    field: SlideField,
    output: string,
    polygons: readonly { readonly label: string; readonly score: number | null; readonly rings: readonly (readonly Point[])[] }[],
  ): PolygonsOutput['polygons'] {
    return polygons
      .map(({ label, score, rings }) => ({ label, score, rings: rings.map((ring) => ring.map((point) => this.#point(field, point))) }))
      .filter(this.#fresh(field, output, ({ rings }) => spanOf(rings[0] ?? [])));
  }

  #point({ region }: SlideField, { x, y }: Point): Point {
    return { x: region.x + x * this.scale[0], y: region.y + y * this.scale[1] };
  }

  #box(field: SlideField, box: Box): Box {
    return { ...this.#point(field, box), width: box.width * this.scale[0], height: box.height * this.scale[1] };
  }

  #around({ x, y }: Point): Box {
    const [across, down] = this.scale;
    return { x: x - REACH * across, y: y - REACH * down, width: 2 * REACH * across, height: 2 * REACH * down };
  }

  /** True for what this field answers for and no other field has named; remembers it. */
  #fresh<T extends { readonly label: string }>(field: SlideField, output: string, boxOf: (one: T) => Box): (one: T) => boolean {
    return (one) => {
      const box = boxOf(one);
      const inside = this.#inside(field, box);
      if (inside === 'out') return false;
      if (inside === 'core') return true;
      const cells = this.#cells(output, field, box);
      if (
        cells.some(
          (cell) =>
            this.#near.get(cell)?.some((kept) => kept.field !== field && kept.label === one.label && boxIou(kept.box, box) > SAME_IOU) ===
            true,
        )
      )
        return false;
      for (const cell of cells) this.#near.set(cell, [...(this.#near.get(cell) ?? []), { field, label: one.label, box }]);
      return true;
    };
  }

  /** By the middle of the box: well inside the core, near its border, or another field's. */
  #inside({ core }: SlideField, { x, y, width, height }: Box): 'core' | 'border' | 'out' {
    const [slackX, slackY] = [SLACK * this.scale[0], SLACK * this.scale[1]];
    const middleX = x + width / 2;
    const middleY = y + height / 2;
    const within = (grow: number): boolean =>
      middleX >= core.x - grow * slackX &&
      middleX < core.x + core.width + grow * slackX &&
      middleY >= core.y - grow * slackY &&
      middleY < core.y + core.height + grow * slackY;
    // Twice the slack: what a neighbour may name lies up to one slack inside this core.
    if (within(-2)) return 'core';
    return within(1) ? 'border' : 'out';
  }

  /** The cells of a grid, as wide as a field, that the box meets. */
  #cells(output: string, { region }: SlideField, box: Box): string[] {
    const cells: string[] = [];
    for (let row = Math.floor(box.y / region.height); row * region.height <= box.y + box.height; row++)
      for (let column = Math.floor(box.x / region.width); column * region.width <= box.x + box.width; column++)
        cells.push(`${output} ${String(row)} ${String(column)}`);
    return cells;
  }
}

function spanOf(ring: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of ring) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
