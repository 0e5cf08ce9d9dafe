import { describeMeasure } from '../check-measure';
import { AppError } from '../errors';
import { slideSource } from '../kernels/slide/slide-source';
import type { DecodedFrame } from '../pixels';
import type { AbortLike, TileSource } from '../ports';
import { blockingCheck, isBlocked, type CheckOutcome, type MeasurementsOutput, type ModelResult } from '../result';
import type { Rings } from '../regions/rings';
import type { Box } from '../units';
import { fieldScale, type FieldSize } from './field';
import { fieldsWithin, objectsWithin } from './outline';
import { planFields } from './plan-fields';
import { runFields } from './run-fields';
import { SlideObjects, type ObjectsOutput } from './slide-objects';
import { SlideMaps, type MapOutput } from './slide-maps';
import { SlideTally } from './slide-tally';
import { fieldsWithTissue } from './tissue-fields';

export interface SlideRun {
  readonly tiles: TileSource;
  /** Focal plane, from 0. */
  readonly plane: number;
  /** Level-0 pixels; null: the whole slide. */
  readonly area: Box | null;
  /** What of the area is meant, level-0 pixels; absent or null: all of it. */
  readonly outline?: Rings | null;
  readonly field: FieldSize;
  /** Label keys that the model may give. */
  readonly labels: readonly string[];
}

/** One picture of a slide, ready for a model of single images. */
export interface FieldFrame {
  readonly frame: DecodedFrame;
  /** Millimetres a pixel; null where the slide states none. */
  readonly spacing: readonly [row: number, column: number] | null;
}

/** How a run stands after a field. */
export interface SlideProgress {
  /** What the field added, level-0 pixels. */
  readonly fresh: readonly ObjectsOutput[];
  /** Maps, decisions and scores of all fields so far, joined. */
  readonly maps: readonly MapOutput[];
  readonly done: number;
  readonly total: number;
  /** Fields among those done that the model's own checks refused: nothing is said of them. */
  readonly refused: number;
  /** The parts that were answered for, level-0 pixels. */
  readonly covered: readonly Box[];
  /** Share of the fields that were answered for, 0–1. */
  readonly coverage: number;
  /** Of all fields so far. */
  readonly tally: MeasurementsOutput;
  /** Of every rule the first outcome that was not satisfied, else one that was. */
  readonly checks: readonly CheckOutcome[];
}

/**
 * A model of single images over a slide: fields with tissue one after another, what they find joined across their borders
 * and counted, what they draw or decide joined to maps. A run that is stopped has told all it found until then.
 * @param model answers one field; what it says of a field that its rules refuse is left aside
 * @param onField after each field, in order
 * @throws AppError `model-not-applicable` where the model's checks refuse every field; what `model` and the reading of tiles
 * throw; AbortError.
 */
export async function runSlide(
  { tiles, plane, area, outline = null, field, labels }: SlideRun,
  model: (input: FieldFrame) => Promise<Pick<ModelResult, 'outputs' | 'checks'>>,
  onField: (progress: SlideProgress) => void,
  signal?: AbortLike,
): Promise<void> {
  const slide = slideSource(tiles, { plane, channel: 0, time: 0 });
  const { micronsPerPixel: microns } = slide;
  const scale = fieldScale(field, microns);
  const spacing = microns === null ? null : ([(microns[1] * scale[1]) / 1000, (microns[0] * scale[0]) / 1000] as const);
  const whole = { x: 0, y: 0, width: slide.columns, height: slide.rows };
  const place = area === null ? whole : cut(area, whole);
  const planned = planFields(place, field, scale);
  const { fields, tissue } = await fieldsWithTissue(
    slide,
    outline === null ? planned : fieldsWithin(planned, outline),
    { box: place, outline },
    signal,
  );
  const objects = new SlideObjects(scale);
  const maps = new SlideMaps(place, field, scale, microns);
  const tally = new SlideTally(labels, fields.length, microns);
  const covered: Box[] = [];
  const checks = new Map<string, CheckOutcome>();
  await runFields(
    slide,
    fields,
    field,
    async (frame, at, index) => {
      const answer = await model({ frame, spacing });
      for (const check of answer.checks) if (checks.get(check.rule)?.satisfied !== false) checks.set(check.rule, check);
      const blocked = isBlocked(answer.checks);
      const found = blocked ? [] : objects.add(at, answer.outputs);
      const fresh = outline === null ? found : objectsWithin(found, outline);
      if (blocked) tally.refuse();
      else {
        covered.push(at.core);
        tally.add(fresh, tissue[index] ?? 0);
        maps.add(at, answer.outputs, tissue[index] ?? 0);
      }
      onField({
        fresh,
        maps: maps.outputs(),
        done: index + 1,
        total: fields.length,
        refused: tally.refused,
        covered: [...covered],
        coverage: tally.coverage,
        tally: tally.measurements(maps.measurements(tally.tissue)),
        checks: [...checks.values()],
      });
    },
    signal,
  );
  const blocking = blockingCheck([...checks.values()]);
  if (tally.refused === fields.length && blocking !== null) throw refusal(blocking);
}

function refusal({ message, measured }: CheckOutcome): AppError {
  return new AppError('model-not-applicable', `every field was refused: ${message.en} (${describeMeasure(measured)})`);
}

function cut(area: Box, whole: Box): Box {
  const x = Math.min(Math.max(area.x, 0), whole.width - 1);
  const y = Math.min(Math.max(area.y, 0), whole.height - 1);
  const width = Math.max(1, Math.min(area.x + area.width, whole.width) - x);
  const height = Math.max(1, Math.min(area.y + area.height, whole.height) - y);
  return { x, y, width, height };
}

/** What all fields added, as one output an id. */
export function joinObjects(parts: readonly ObjectsOutput[]): readonly ObjectsOutput[] {
  const byId = new Map<string, ObjectsOutput[]>();
  for (const part of parts) {
    const same = byId.get(part.id);
    if (same === undefined) byId.set(part.id, [part]);
    else same.push(part);
  }
  return [...byId.values()].flatMap((same): ObjectsOutput[] => {
    const [first] = same;
    switch (first?.kind) {
      case 'boxes':
        return [{ ...first, boxes: same.flatMap((part) => (part.kind === 'boxes' ? part.boxes : [])) }];
      case 'points':
        return [{ ...first, points: same.flatMap((part) => (part.kind === 'points' ? part.points : [])) }];
      case 'polygons':
        return [{ ...first, polygons: same.flatMap((part) => (part.kind === 'polygons' ? part.polygons : [])) }];
      case undefined:
        return [];
    }
  });
}
