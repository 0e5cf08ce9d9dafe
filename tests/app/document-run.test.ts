import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnDocument, type DocumentRunPorts } from '../../src/app/models/document-run';
import type { ComputeResult } from '../../src/app/workers/compute.client';
import { withSlides } from '../../src/app/workers/slide-payloads';
import { folderPackage } from '../../src/cli/folder-package';
import { jobId } from '../../src/domain/ids';
import { withAnswers, type ModelAnswer } from '../../src/domain/model-answer';
import type { JobEvent } from '../../src/domain/job';
import type { OpenDocument } from '../../src/domain/text-document';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { summarize } from '../../src/inference/packages/summary';
import { sourceValues } from '../../src/inference/source-payload';
import { openSource } from '../../src/io/open-source';
import { photo } from './support/stores';
import { testRuntime } from '../inference/fixtures/tiny-package';

/** The shipped packages of text and table, run in this process by the engine itself. */
async function load(name: string) {
  const folder = fileURLToPath(new URL(`../../models/${name}`, import.meta.url));
  const session = await ModelSession.load(await readPackage(folderPackage(folder)), testRuntime());
  return { session, summary: await summarize(session.model.manifest, '') };
}
type Loaded = Awaited<ReturnType<typeof load>>;

async function documentOf(content: string, name: string): Promise<OpenDocument> {
  const outcome = await openSource(new Blob([content]), name);
  if (outcome.kind !== 'document') throw new Error(`opened as ${outcome.kind}`);
  return outcome.document;
}

async function run({ session, summary }: Loaded, document: OpenDocument, row = 0, signal = new AbortController().signal) {
  let answers: readonly ModelAnswer[] = [];
  const published: number[] = [];
  const events: JobEvent[] = [];
  const ports: DocumentRunPorts = {
    compute: {
      run: async ({ sources }, options): Promise<ComputeResult> => {
        options?.onStart?.('wasm');
        return { ...(await session.run(sourceValues(await withSlides(sources)), { signal })), load: 0, fallback: null };
      },
    },
    frames: { readFrame: () => Promise.reject(new Error('no image')) },
    publish: (fresh) => {
      published.push(fresh.length);
      answers = withAnswers(answers, fresh);
    },
  };
  const series = { ...photo('d'), kind: document.kind };
  const handle = { key: summary.id, files: new Map(), mayUseWebgpu: false };
  const end = await runOnDocument(
    {
      job: jobId('j'),
      summary,
      model: handle,
      provider: 'wasm',
      place: { series, document, row },
    },
    ports,
    signal,
    (event) => {
      events.push(event);
    },
  );
  return { answers, published, events, end };
}

describe('injury-coding on narratives', () => {
  let coder: Loaded;
  beforeAll(async () => {
    coder = await load('injury-coding');
  });
  afterAll(() => coder.session.release());

  const TABLE =
    'id,narrative\n1,"10 YOM BURNED HAND WITH SPARKLER. DX: BURN HAND"\n2,\n3,"35 YOF FIREWORK EXPLODED NEAR FACE, DX: CORNEAL ABRASION EYE"\n';

  it('answers each row that has a text, the row looked at first', async () => {
    const { answers, published, events, end } = await run(coder, await documentOf(TABLE, 'narratives.csv'), 2);
    expect(answers.map(({ row }) => row)).toEqual([2, 0]);
    expect(end.unanswered).toBe(1);
    expect(published[0]).toBe(1);
    expect(events[0]).toMatchObject({ type: 'start', total: 3 });
    expect(events.at(-1)).toEqual({ type: 'progress', done: 3, total: 3 });
    const decided = answers.map(({ outputs }) => outputs.flatMap((output) => (output.kind === 'classification' ? output.decision : [])));
    expect(decided[0]).toContain('Eyeball');
    expect(decided[1]).toContain('Hand');
  });

  it('marks the words that counted, where they stand', async () => {
    const text = '10 YOM BURNED HAND WITH SPARKLER. DX: BURN HAND';
    const { answers } = await run(coder, await documentOf(text, 'note.txt'));
    expect(answers).toHaveLength(1);
    expect(answers[0]?.row).toBeNull();
    const words = answers[0]?.outputs.flatMap((output) => (output.kind === 'entities' ? output.entities : [])) ?? [];
    expect(words.length).toBeGreaterThan(0);
    for (const { start, end, text: said } of words) expect(text.slice(start, end)).toBe(said);
    expect(words.map(({ text: said }) => said)).toContain('HAND');
  });

  it('fails where the row looked at has no text, and stops when asked to', async () => {
    const table = await documentOf(TABLE, 'narratives.csv');
    await expect(run(coder, table, 1)).rejects.toMatchObject({ code: 'model-not-applicable' });
    const controller = new AbortController();
    controller.abort();
    await expect(run(coder, table, 0, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses a table without a column of texts', async () => {
    await expect(run(coder, await documentOf('a,b\n1,2\n', 'x.csv'))).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});

describe('aki-outcome on a table', () => {
  let model: Loaded;
  beforeAll(async () => {
    model = await load('aki-outcome');
  });
  afterAll(() => model.session.release());

  it('gives each row a risk with what weighed, missing cells and all', async () => {
    const first = model.session.model.manifest.sources[0]?.constraints?.columns?.map(({ name }) => name) ?? [];
    const rows = [first.join(','), first.map(() => '1').join(','), first.map((_, i) => (i % 2 === 0 ? '' : '2')).join(',')];
    const { answers } = await run(model, await documentOf(`${rows.join('\n')}\n`, 'patients.csv'));
    expect(answers.map(({ row }) => row)).toEqual([0, 1]);
    for (const { outputs } of answers) {
      for (const output of outputs) {
        if (output.kind !== 'classification') throw new Error(`answered ${output.kind}`);
        expect(output.classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
        expect(output.contributions.length).toBeGreaterThan(0);
      }
    }
  });
});
