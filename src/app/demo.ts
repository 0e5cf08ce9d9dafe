import { z } from 'zod';
import { DEMO_CASES, type DemoCaseId, type DrawnCaseId, type ShippedCaseId } from '../domain/demo/case-list';
import type { Thumbnail } from '../domain/demo/drawing/thumbnail';
import { overlayId } from '../domain/model-answer';
import type { KnownTruth, TruthMasks } from '../domain/review/known-truth';
import { overlapWithTruth, type OverlapByLabel } from '../domain/review/truth-overlap';
import { modelDetections, scoreAgainstTruth, truthWithin } from '../domain/review/truth-score';
import type { DroppedFile } from './app';
import type { Stores } from './context';
import { fetchOwn } from './fetch-own';
import type { DemoArtist } from './workers/demo.client';

interface ShippedFiles {
  readonly url: string;
  readonly name: string;
  readonly type: string;
  /** What is in it, where findings can be marked. */
  readonly truth: string | null;
}

/** Files that come with the app, made by the project's generators when it is built. */
const SHIPPED: Readonly<Record<ShippedCaseId, ShippedFiles>> = {
  smear: { url: './demo/smear/smear-field.png', name: 'smear-field.png', type: 'image/png', truth: './demo/smear/truth.json' },
  'smear-slide': {
    url: './demo/smear-slide/smear-slide.tif',
    name: 'smear-slide.tif',
    type: 'image/tiff',
    truth: './demo/smear-slide/truth.json',
  },
  'ct-phantom': { url: './demo/ct-phantom/ct-phantom.zip', name: 'ct-phantom.zip', type: 'application/zip', truth: null },
};

const boxesSchema = z.object({
  boxes: z.array(
    z.object({
      label: z.string(),
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
});

/** What opening a demonstration case gives to the one import path. */
export interface DemoContent {
  readonly files: readonly DroppedFile[];
  readonly truth: KnownTruth | null;
}

/** The demonstration cases, wherever each comes from. */
export class DemoCases {
  constructor(private readonly artist: Pick<DemoArtist, 'draw' | 'preview'>) {}

  /** @throws AppError `read-failed`, or as `DemoArtist.draw`. */
  async open(id: DemoCaseId): Promise<DemoContent> {
    if (!isDrawn(id)) return fetchShipped(SHIPPED[id]);
    const { files, truth } = await this.artist.draw(id);
    return { files: files.map(({ name, type, bytes }) => dropped(name, type, bytes)), truth };
  }

  /** A small picture of a drawn case; null of one without picture, and of one that comes with the app. */
  preview(id: DemoCaseId, side: number): Promise<Thumbnail | null> {
    return isDrawn(id) ? this.artist.preview(id, side) : Promise.resolve(null);
  }
}

function isDrawn(id: DemoCaseId): id is DrawnCaseId {
  return DEMO_CASES.some((one) => one.id === id && one.made === 'drawn');
}

async function fetchShipped({ url, name, type, truth }: ShippedFiles): Promise<DemoContent> {
  const [bytes, known] = await Promise.all([
    fetchOwn(url).then((response) => response.arrayBuffer()),
    truth === null ? null : fetchOwn(truth).then((response) => response.json() as Promise<unknown>),
  ]);
  const files = [dropped(name, type, new Uint8Array(bytes))];
  return { files, truth: known === null ? null : { kind: 'boxes', boxes: boxesSchema.parse(known).boxes } };
}

function dropped(path: string, type: string, bytes: Uint8Array): DroppedFile {
  return { file: new File([Uint8Array.from(bytes)], path.slice(path.lastIndexOf('/') + 1), { type }), path };
}

/** Says how right models are against the known truth of a demonstration case, as long as that is what is open. */
export class DemoTruth {
  #truth: KnownTruth | null = null;

  constructor(private readonly stores: Pick<Stores, 'session' | 'review'>) {
    stores.review.subscribe((now, before) => {
      if (now.findings !== before.findings || now.thresholds !== before.thresholds) this.#scoreBoxes();
      if (now.answers !== before.answers) this.#scoreMaps();
    });
  }

  /** @param truth null: nothing is known, and nothing is scored. */
  open(truth: KnownTruth | null): void {
    this.#truth = truth;
    this.#scoreBoxes();
    this.#scoreMaps();
  }

  close(): void {
    this.open(null);
  }

  #scoreBoxes(): void {
    const { findings, thresholds, demoScore, answers } = this.stores.review.getState();
    const drawn = this.#truth?.kind === 'boxes' && findings.some(({ author }) => author.kind === 'model') ? this.#truth.boxes : null;
    // Of a slide only what a model has looked at can be missed.
    const parts = answers.some(({ covered }) => covered === undefined) ? null : answers.flatMap(({ covered = [] }) => covered);
    const boxes = drawn === null || parts === null || answers.length === 0 ? drawn : truthWithin(drawn, parts);
    const score = boxes === null ? null : scoreAgainstTruth(modelDetections(findings, thresholds), boxes);
    if (score !== demoScore) this.stores.review.setState({ demoScore: score });
  }

  #scoreMaps(): void {
    const masks = this.#truth?.kind === 'masks' ? this.#truth.series : [];
    const { demoOverlaps } = this.stores.review.getState();
    const overlaps = masks.length === 0 ? {} : this.#overlaps(masks);
    if (Object.keys(overlaps).length + Object.keys(demoOverlaps).length > 0) this.stores.review.setState({ demoOverlaps: overlaps });
  }

  #overlaps(masks: readonly TruthMasks[]): Readonly<Record<string, OverlapByLabel>> {
    const overlaps: Record<string, OverlapByLabel> = {};
    const { series } = this.stores.session.getState();
    for (const answer of this.stores.review.getState().answers) {
      const shown = series.find(({ id }) => id === answer.series);
      const truth = masks.find(({ uid }) => uid === shown?.uid);
      if (shown === undefined || truth === undefined) continue;
      const { frame } = answer;
      const index =
        frame === null
          ? null
          : shown.frames.findIndex(({ instance, frameNumber }) => instance === frame.instance && frameNumber === frame.frameNumber);
      for (const output of answer.outputs) {
        const overlap = output.kind === 'segmentation' ? overlapWithTruth(output, truth, index) : null;
        if (overlap !== null) overlaps[overlayId(answer, output)] = overlap;
      }
    }
    return overlaps;
  }
}
