import type { Finding } from '../../domain/finding';
import { answerAuthor, type ModelAnswer } from '../../domain/model-answer';
import type { ModelOutput } from '../../domain/result';
import type { FrameInfo, Series } from '../../domain/study';
import { proposedParts } from './findings-of';
import { sameEvidence } from './proposals';

/** An output as it stands after review, and what became of its parts. */
export interface ReviewedOutput {
  readonly output: ModelOutput;
  /** Findings about its parts that are exported, as they are now. */
  readonly findings: readonly Finding[];
}

/**
 * One output of an answer with a person's verdicts on it: rejected labels, objects, boxes, points and outlines are taken
 * out, and those under the threshold that nobody decided on; labels and boxes that were changed are the changed ones.
 * @param findings those shown.
 */
export function reviewedOutput(answer: ModelAnswer, output: ModelOutput, series: Series, findings: readonly Finding[]): ReviewedOutput {
  const frame = answer.frame ?? series.frames[0];
  if (frame === undefined) return { output, findings: [] };
  const stands = standingParts(answer, output, series, frame, findings);
  const reviewed = [...stands.values()];
  switch (output.kind) {
    case 'boxes':
      return {
        output: {
          ...output,
          boxes: output.boxes.flatMap((box, part) => {
            const finding = stands.get(part);
            if (finding?.evidence.kind !== 'box') return [];
            return [{ ...box, label: finding.label, box: finding.evidence.box }];
          }),
        },
        findings: reviewed,
      };
    case 'points':
      return { output: { ...output, points: relabelled(output.points, stands) }, findings: reviewed };
    case 'polygons':
      return { output: { ...output, polygons: relabelled(output.polygons, stands) }, findings: reviewed };
    case 'instances': {
      const objects = output.objects.flatMap((object) => {
        const finding = stands.get(object.value);
        return finding === undefined ? [] : [{ ...object, label: finding.label }];
      });
      return { output: { ...output, objects, data: without(output.data, stands) }, findings: reviewed };
    }
    case 'segmentation': {
      const values = output.values.flatMap(({ value, label }) => {
        const finding = stands.get(value);
        return finding === undefined ? [] : [{ value, label: finding.label === finding.proposal?.label ? label : finding.label }];
      });
      return { output: { ...output, values, data: without(output.data, stands) }, findings: reviewed };
    }
    default:
      return { output, findings: reviewed };
  }
}

/** Findings about the parts of an output that nobody rejected, by part. */
function standingParts(
  answer: ModelAnswer,
  output: ModelOutput,
  series: Series,
  frame: Pick<FrameInfo, 'instance' | 'frameNumber'>,
  findings: readonly Finding[],
): ReadonlyMap<number, Finding> {
  const { modelId } = answerAuthor(answer);
  const byLabel = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { author, proposal } = finding;
    if (proposal === null || author.kind !== 'model' || author.modelId !== modelId || finding.series !== answer.series) continue;
    const known = byLabel.get(proposal.label);
    if (known === undefined) byLabel.set(proposal.label, [finding]);
    else known.push(finding);
  }
  const found = new Map<number, Finding>();
  for (const { label, evidence, part } of proposedParts(output, series, frame, answer.job)) {
    const finding = byLabel
      .get(label)
      ?.find(({ proposal }) => proposal !== null && sameEvidence(proposal.evidence, evidence, answer.frame === null));
    if (finding !== undefined && finding.status !== 'rejected') found.set(part, finding);
  }
  return found;
}

function relabelled<Item extends { readonly label: string }>(items: readonly Item[], stands: ReadonlyMap<number, Finding>): Item[] {
  return items.flatMap((item, part) => {
    const finding = stands.get(part);
    return finding === undefined ? [] : [{ ...item, label: finding.label }];
  });
}

/** A map without the values that nothing stands for. */
function without<Voxels extends Uint8Array | Uint16Array | Uint32Array>(data: Voxels, stands: ReadonlyMap<number, Finding>): Voxels {
  const kept = data.slice() as Voxels;
  for (let i = 0; i < kept.length; i++) if (!stands.has(kept[i] ?? 0)) kept[i] = 0;
  return kept;
}
