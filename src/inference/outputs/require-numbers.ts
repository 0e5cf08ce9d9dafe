import { AppError } from '../../domain/errors';
import type { ModelOutput } from '../../domain/result';

/**
 * Refuses an answer that holds NaN or an infinity, which a screen would show as an empty place or as zero. In heatmaps and
 * features NaN stands for "no value" (a tile that was left out); they are refused where they hold no number at all.
 * @throws AppError `answer-not-finite`.
 */
export function requireNumbers<O extends ModelOutput>(output: O): O {
  if (hasNumbers(output)) return output;
  throw new AppError('answer-not-finite', `output "${output.id}" holds values that are not numbers`, { output: output.id });
}

function hasNumbers(output: ModelOutput): boolean {
  switch (output.kind) {
    case 'boxes':
      return output.boxes.every(({ score, box: { x, y, width, height } }) => [score, x, y, width, height].every(Number.isFinite));
    case 'points':
      return output.points.every(({ score, at: { x, y } }) => [score, x, y].every(Number.isFinite));
    case 'polygons':
      return output.polygons.every(
        ({ score, rings }) => Number.isFinite(score ?? 0) && rings.every((ring) => ring.every(({ x, y }) => Number.isFinite(x + y))),
      );
    case 'instances':
      return output.objects.every(({ score }) => Number.isFinite(score ?? 0));
    case 'classification':
      return (
        output.classes.every(({ probability }) => Number.isFinite(probability)) &&
        output.contributions.every(({ weight }) => Number.isFinite(weight))
      );
    case 'score':
      return Number.isFinite(output.value);
    case 'curve':
      return output.y.every(Number.isFinite);
    case 'measurements':
      return output.measurements.every(({ value }) => Number.isFinite(value));
    case 'entities':
      return output.entities.every(({ score }) => Number.isFinite(score));
    case 'codes':
      return output.codes.every(({ score }) => Number.isFinite(score));
    case 'heatmap':
    case 'features':
      return output.data.length === 0 || output.data.some(Number.isFinite);
    case 'segmentation':
    case 'timeline':
    case 'text':
      return true;
  }
}
