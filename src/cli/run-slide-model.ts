import { AppError } from '../domain/errors';
import type { ModelResult } from '../domain/result';
import { DEFAULT_FIELD } from '../domain/slide-fields/field';
import { joinObjects, runSlide, type SlideProgress } from '../domain/slide-fields/run-slide';
import { objectLabels, type ObjectsOutput } from '../domain/slide-fields/slide-objects';
import type { Box } from '../domain/units';
import type { ModelSession } from '../inference/model-session';
import { sourceValues } from '../inference/source-payload';
import type { Input } from './open-inputs';

type ImageInput = Extract<Input, { kind: 'image' }>;

/** A model of single images given a slide: it is led over it field by field. */
export function isLedOver(session: ModelSession, input: ImageInput): boolean {
  return input.tiles !== null && session.model.manifest.sources[0]?.kind === 'image';
}

/**
 * One result for the whole slide, or for a part of it: objects in level-0 pixels and their counts, joined maps.
 * @param area level-0 pixels; null: the whole
 * @throws AppError as `ModelSession.run` and `TileSource.readTile`.
 */
export async function runSlideModel(
  session: ModelSession,
  { series, tiles }: ImageInput,
  area: Box | null,
): Promise<Pick<ModelResult, 'outputs' | 'checks' | 'timing'>> {
  const [source] = session.model.summary.sources;
  if (tiles === null || source === undefined) throw new AppError('internal', 'no slide to lead the model over');
  const found: ObjectsOutput[] = [];
  const timing = { pre: 0, run: 0, post: 0 };
  let last: SlideProgress | null = null;
  await runSlide(
    { tiles, plane: 0, area, field: source.field ?? DEFAULT_FIELD, labels: objectLabels(session.model.summary) },
    async ({ frame, spacing }) => {
      const values = sourceValues(new Map([[source.id, { kind: 'frame', frame, spacing, modalityLut: null }]]));
      const result = await session.run(values, { series: new Map([[source.id, series]]) });
      timing.pre += result.timing.pre;
      timing.run += result.timing.run;
      timing.post += result.timing.post;
      return result;
    },
    (progress) => {
      found.push(...progress.fresh);
      last = progress;
    },
  );
  const end = last as SlideProgress | null;
  if (end === null) throw new AppError('internal', 'a slide without fields');
  return { outputs: [...end.maps, ...joinObjects(found), end.tally], checks: end.checks, timing };
}
