import { existsSync } from 'node:fs';
import { givenSpacing } from '../../../src/cli/given-spacing';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { openInputs } from '../../../src/cli/open-inputs';
import { runCases } from '../../../src/cli/run-cases';
import type { ModelOutput } from '../../../src/domain/result';
import type { ModelSession } from '../../../src/inference/model-session';
import { sourceValues } from '../../../src/inference/source-payload';

/** The labelled sets, which stand beside the project; the tests that need them are left out where they are not. */
export const DATA = new URL('../../../../shared/data/train/', import.meta.url).pathname;
export const MODELS = new URL('../../../models/', import.meta.url).pathname;
export const hasData = existsSync(DATA);
configureNodeCodecs();

export async function openPicture(path: string) {
  const [input] = await openInputs(`${DATA}${path}`);
  if (input?.kind !== 'image') throw new Error(`${path} is no image`);
  return input;
}

/** Stored samples of the first frame of a picture. */
export async function samples(path: string): Promise<ArrayLike<number>> {
  const input = await openPicture(path);
  const [frame] = input.series.frames;
  if (frame === undefined) throw new Error(`${path} has no frame`);
  return (await input.frames.readFrame(input.series, frame)).pixels;
}

/** What a package says of a picture of the sets, through the engine; mm: pixel size where the file states none. */
export async function outputsOf(
  session: ModelSession,
  path: string,
  mm: readonly [number, number] | null = null,
): Promise<{ readonly input: Awaited<ReturnType<typeof openPicture>>; readonly outputs: readonly ModelOutput[] }> {
  const { manifest, summary } = session.model;
  const input = await openPicture(path);
  for await (const one of runCases(manifest, summary.sources, input, await givenSpacing(mm, null))) {
    return { input, outputs: (await session.run(sourceValues(one.sources), { series: one.series })).outputs };
  }
  throw new Error(`${path} gave no case`);
}
