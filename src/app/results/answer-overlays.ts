import type { LabelLook } from '../../domain/label-look';
import { HEAT_STEPS, heatColour, heatSteps } from '../../domain/heat-colours';
import type { LabelOverlay } from '../../domain/label-overlay';
import { overlayId, type ModelAnswer } from '../../domain/model-answer';
import type { Finding } from '../../domain/finding';
import type { HeatmapOutput, ModelOutput, ResultGrid, SegmentationOutput } from '../../domain/result';
import type { VolumeGrid } from '../../domain/volume';

const HEAT_COLOURS: ReadonlyMap<number, string> = new Map(
  Array.from({ length: HEAT_STEPS }, (_, i) => [i + 1, heatColour(i / (HEAT_STEPS - 1))] as const),
);

/**
 * What is drawn over images of models' answers: label maps without the labels that a person has rejected, and of the
 * heatmaps the one chosen.
 * @param heatmap job and output of the heatmap on show, `job/output`; null for none.
 */
export function answerOverlays(
  answers: readonly ModelAnswer[],
  findings: readonly Finding[],
  look: LabelLook,
  heatmap: string | null,
): LabelOverlay[] {
  return answers.flatMap((answer) =>
    answer.outputs.flatMap((output): LabelOverlay[] => {
      if (output.kind === 'segmentation') return [segmentationOverlay(answer, output, findings, look)];
      if (output.kind === 'heatmap' && heatmap === overlayId(answer, output)) return [heatmapOverlay(answer, output)];
      return [];
    }),
  );
}

function segmentationOverlay(answer: ModelAnswer, output: SegmentationOutput, findings: readonly Finding[], look: LabelLook): LabelOverlay {
  const rejected = new Set(
    findings.flatMap(({ evidence, status }) =>
      status === 'rejected' && evidence.kind === 'region' && evidence.job === answer.job && evidence.output === output.id
        ? [evidence.value]
        : [],
    ),
  );
  const shown = output.values.filter(({ value }) => value !== 0 && !rejected.has(value));
  return {
    // The pictures made of it are kept as long as it is the same.
    id: `${overlayId(answer, output)}/${[...rejected].join()}${revisionOf(output)}`,
    series: answer.series,
    labels: { grid: gridOf(output.grid), data: output.data },
    frame: frameOf(answer, output.grid),
    ...regionOf(output.grid),
    paint: 'labels',
    colours: new Map(shown.map(({ value, label }) => [value, look.colourOf(label, answer.modelId)])),
  };
}

function heatmapOverlay(answer: ModelAnswer, output: HeatmapOutput): LabelOverlay {
  return {
    id: `${overlayId(answer, output)}${revisionOf(output)}`,
    series: answer.series,
    labels: { grid: gridOf(output.grid), data: stepsOf(output) },
    frame: frameOf(answer, output.grid),
    ...regionOf(output.grid),
    paint: 'heat',
    colours: HEAT_COLOURS,
  };
}

const revisions = new WeakMap<ModelOutput, string>();
let revision = 0;

/** Maps over slides grow while they are on screen: each state is a picture of its own. */
function revisionOf(output: HeatmapOutput | SegmentationOutput): string {
  if (output.grid.region === undefined) return '';
  const known = revisions.get(output) ?? `/${String((revision += 1))}`;
  revisions.set(output, known);
  return known;
}

const steps = new WeakMap<HeatmapOutput, Uint8Array>();

/** Asked for at every change of a finding: worked out once. */
function stepsOf(output: HeatmapOutput): Uint8Array {
  const known = steps.get(output) ?? heatSteps(output.data, output.range);
  steps.set(output, known);
  return known;
}

function regionOf({ region }: ResultGrid): Pick<LabelOverlay, 'region'> {
  return region === undefined ? {} : { region };
}

/** A map of one frame lies on that frame; one of a volume lies in space. */
function frameOf(answer: ModelAnswer, { shape }: ResultGrid): LabelOverlay['frame'] {
  return shape.length === 2 ? answer.frame : null;
}

function gridOf({ shape, affine }: ResultGrid): VolumeGrid {
  const [slices = 1, rows = 1, columns = 1] = shape.length === 2 ? [1, ...shape] : shape;
  return { slices, rows, columns, affine: affine ?? [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] };
}
