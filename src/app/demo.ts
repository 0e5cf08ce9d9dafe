import { z } from 'zod';
import { modelDetections, scoreAgainstTruth, type TruthBox } from '../domain/review/truth-score';
import type { DemoCaseId, DroppedFile } from './app';
import type { Stores } from './context';
import { fetchOwn } from './fetch-own';

/** The files of each demo case, made by the project's generators and shipped with the app. */
const FILES: Readonly<Record<DemoCaseId, { readonly url: string; readonly name: string; readonly type: string }>> = {
  smear: { url: './demo/smear/smear-field.png', name: 'smear-field.png', type: 'image/png' },
  'smear-slide': { url: './demo/smear-slide/smear-slide.tif', name: 'smear-slide.tif', type: 'image/tiff' },
  'ct-phantom': { url: './demo/ct-phantom/ct-phantom.zip', name: 'ct-phantom.zip', type: 'application/zip' },
};

/** What is in each case, for the cases whose findings can be marked. */
const TRUTHS: Readonly<Record<DemoCaseId, string | null>> = {
  smear: './demo/smear/truth.json',
  'smear-slide': './demo/smear-slide/truth.json',
  'ct-phantom': null,
};

const truthSchema = z.object({
  boxes: z.array(
    z.object({
      label: z.string(),
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
});

/** @throws AppError `read-failed`. */
export async function fetchDemo(id: DemoCaseId): Promise<DroppedFile> {
  const { url, name, type } = FILES[id];
  const blob = await (await fetchOwn(url)).blob();
  return { file: new File([blob], name, { type }), path: name };
}

/** Scores the model against the known truth of a drawn smear, as long as that is what is open. */
export class DemoTruth {
  #boxes: readonly TruthBox[] | null = null;

  constructor(private readonly stores: Pick<Stores, 'session' | 'review'>) {
    stores.review.subscribe((now, before) => {
      if (now.findings !== before.findings || now.thresholds !== before.thresholds) this.#score();
    });
  }

  /** Fetches the truth of a demo case; the CT phantom has no findings to score. */
  async open(id: DemoCaseId): Promise<void> {
    const truth = TRUTHS[id];
    this.#boxes = truth === null ? null : truthSchema.parse(await (await fetchOwn(truth)).json()).boxes;
    this.#score();
  }

  close(): void {
    this.#boxes = null;
    this.#score();
  }

  #score(): void {
    const { findings, thresholds, demoScore } = this.stores.review.getState();
    const ran = this.#boxes !== null && findings.some(({ author }) => author.kind === 'model');
    const score = ran && this.#boxes !== null ? scoreAgainstTruth(modelDetections(findings, thresholds), this.#boxes) : null;
    if (score !== demoScore) this.stores.review.setState({ demoScore: score });
  }
}
