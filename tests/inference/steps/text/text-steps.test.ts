import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type {
  CodesValue,
  RegisterValue,
  SpansValue,
  TensorValue,
  TextValue,
  TimelineValue,
  TokensValue,
} from '../../../../src/inference/steps/register';
import { npy } from '../../fixtures/npy-writer';
import { runStep, stepTypes } from '../../fixtures/run-step';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const text = (content: string): TextValue => ({ kind: 'text', text: content });
const words = (spans: SpansValue): readonly string[] =>
  spans.spans.map(({ start, end, label }) => `${label}: ${spans.text.slice(start, end)}`);
const tensor = (dims: readonly number[], data: readonly number[]): TensorValue => ({
  kind: 'tensor',
  dtype: 'float32',
  dims,
  data: Float32Array.from(data),
});

async function one<V extends RegisterValue>(...call: Parameters<typeof runStep>): Promise<V> {
  const [value] = await runStep(...call);
  if (value === undefined) throw new Error('no value');
  return value as V;
}

const [, cased] = JSON.parse(readFileSync(new URL('../../reference/text/tokenizers-1.json', import.meta.url), 'utf8')) as {
  tokenizer: unknown;
}[];
const TOKENIZER = { 'tokenizer.json': bytes(JSON.stringify(cased?.tokenizer)) };
const REPORT = 'Patient adressé aux urgences pour une douleur thoracique.  Fièvre à 38,9 °C. Sortie à J+3.';

describe('NormalizeText and what follows it', () => {
  it('finds things where they are in the text as given', async () => {
    const given = text('  LE  12\u00a0MARS\n2024 : Œdème ');
    const normal = await one<TextValue>(
      'NormalizeText',
      { form: 'NFKC', lowercase: true, strip_accents: true, whitespace: 'collapse' },
      given,
    );
    expect(normal.text).toBe('le 12 mars 2024 : œdeme');
    const dates = await one<SpansValue>('ParseDates', { language: 'fr' }, normal);
    expect(dates.text).toBe(given.text);
    expect(words(dates)).toEqual(['DATE: 12\u00a0MARS\n2024']);
    expect(dates.spans[0]?.value).toBe('2024-03-12');
  });

  it('keeps the way back through two of them', async () => {
    const once = await one<TextValue>('NormalizeText', { whitespace: 'collapse' }, text('a   b  c'));
    const twice = await one<TextValue>('NormalizeText', { lowercase: true }, once);
    expect(twice.origin).toMatchObject({ text: 'a   b  c', starts: [0, 1, 4, 5, 7] });
  });
});

describe('Tokenize', () => {
  const kwargs = { tokenizer: 'tokenizer.json', max_length: 16, stride: 4 };
  const out = ['tokens', 'ids', 'mask', 'types'];

  it('gives tokens with their places and what networks take, padded to one length', async () => {
    const [tokens, ids, mask, types] = (await runStep('Tokenize', kwargs, text(REPORT), { files: TOKENIZER, out })) as [
      TokensValue,
      TensorValue,
      TensorValue,
      TensorValue,
    ];
    expect(ids.dims).toEqual([tokens.windows, 16]);
    expect(ids).toMatchObject({ dtype: 'int64' });
    expect([...ids.data].map(Number)).toEqual([...tokens.ids]);
    expect([...mask.data].map(Number)).toEqual([...tokens.mask]);
    expect([...types.data].every((value) => Number(value) === 0)).toBe(true);
    // [CLS] first; every token's characters are what it says.
    expect(tokens.ids[0]).toBe(2);
    const read = new Set(
      Array.from({ length: tokens.windows * 16 }, (_, i) => tokens.offsets.subarray(i * 2, i * 2 + 2))
        .filter(([start = -1]) => start >= 0)
        .map(([start, end]) => REPORT.slice(start, end)),
    );
    expect([...read].join('')).toContain('douleur'.slice(0, 3));
    expect(Math.max(...tokens.offsets)).toBe(REPORT.length);
  });

  it('reads sentence by sentence, words counted on', async () => {
    const sentences = await one<SpansValue>('SplitSentences', {}, text(REPORT));
    expect(words(sentences)).toHaveLength(3);
    const tokens = await one<TokensValue>('Tokenize', { ...kwargs, max_length: 64 }, sentences, { files: TOKENIZER });
    expect(tokens.windows).toBe(3);
    const first = (window: number): number => tokens.offsets[(window * tokens.length + 1) * 2] ?? -1;
    expect([first(0), first(1), first(2)]).toEqual(sentences.spans.map(({ start }) => start));
    const real = [...tokens.words].filter((word) => word >= 0);
    expect(real).toEqual([...real].sort((a, b) => a - b));
  });

  it.each([
    ['a text too long', { ...kwargs, max_windows: 1 }, 'inference-failed'],
    ['no such padding token', { ...kwargs, pad_token: '<pad>' }, 'package-schema'],
  ])('refuses %s', async (_what, given, code) => {
    await expect(runStep('Tokenize', given, text(REPORT), { files: TOKENIZER })).rejects.toMatchObject({ code });
  });

  it('refuses a path out of the package and a stride that never moves on', () => {
    expect(() => stepTypes('Tokenize', { ...kwargs, tokenizer: '../x.json' }, [{ kind: 'text' }])).toThrow();
    expect(() => stepTypes('Tokenize', { ...kwargs, stride: 15 }, [{ kind: 'text' }])).toThrow();
  });
});

describe('from tokens to events', () => {
  it('names entities, dates them and puts them in order', async () => {
    const report = text('Le 12/03/2024 douleur thoracique. En 2012 diabète.');
    const tokens = await one<TokensValue>('Tokenize', { tokenizer: 'tokenizer.json', max_length: 64 }, report, { files: TOKENIZER });
    const labels = ['O', 'B-PROBLEM', 'I-PROBLEM'];
    const inside = (start: number): number =>
      start >= 14 && start < 32 ? (start === 14 ? 1 : 2) : start >= 42 && start < 49 ? (start === 42 ? 1 : 2) : 0;
    const logits = Array.from({ length: tokens.length }, (_, i) =>
      labels.map((_label, c) => (inside(tokens.offsets[i * 2] ?? -1) === c ? 9 : 0)),
    ).flat();
    const entities = await one<SpansValue>('TokenClassify', { labels, aggregation: 'first' }, [
      tokens,
      tensor([1, tokens.length, 3], logits),
    ]);
    expect(words(entities)).toEqual(['PROBLEM: douleur thoracique', 'PROBLEM: diabète']);
    const dates = await one<SpansValue>('ParseDates', {}, report);
    const events = await one<TimelineValue>('Timeline', {}, [entities, dates]);
    expect(events.events.map(({ date, text: what }) => [date, what])).toEqual([
      ['2012', 'diabète'],
      ['2024-03-12', 'douleur thoracique'],
    ]);
    const table = 'term,code,meaning,label\nDouleur thoracique,R07.4,"Douleur thoracique, sans précision",PROBLEM\ndiabete,E14,Diabète,\n';
    const codes = await one<CodesValue>('LinkCodes', { table: 'codes.csv', scheme: 'CIM-10' }, entities, {
      files: { 'codes.csv': bytes(table) },
    });
    expect(codes.codes).toMatchObject([
      { scheme: 'CIM-10', value: 'R07.4', meaning: 'Douleur thoracique, sans précision', start: 14, end: 32 },
      { value: 'E14', start: 42, end: 49 },
    ]);
  });

  it('refuses scores of another shape', async () => {
    const tokens = await one<TokensValue>('Tokenize', { tokenizer: 'tokenizer.json', max_length: 64 }, text(REPORT), { files: TOKENIZER });
    await expect(runStep('TokenClassify', { labels: ['O', 'B-X'] }, [tokens, tensor([1, 2, 2], [0, 0, 0, 0])])).rejects.toMatchObject({
      code: 'inference-failed',
    });
  });
});

describe('SequenceClassify', () => {
  const labels = ['cardio', 'pneumo'];
  it.each([
    ['softmax', 'mean', [0, 0, Math.log(3), 0], [0.625, 0.375]],
    ['softmax', 'first', [0, 0, Math.log(3), 0], [0.5, 0.5]],
    ['sigmoid', 'max', [0, -100, Math.log(3), -100], [0.75, 0]],
    ['none', 'mean', [0.2, 0.8, 0.4, 0.6], [0.3, 0.7]],
  ])('%s, %s of the windows', async (activation, windows, logits, expected) => {
    const scores = await one<TensorValue>('SequenceClassify', { labels, activation, windows }, tensor([2, 2], logits));
    expect(scores.dims).toEqual([1, 2]);
    for (const [i, value] of expected.entries()) expect(Number(scores.data[i])).toBeCloseTo(value, 6);
  });

  it('shows the words behind a class decided for', async () => {
    const report = text('douleur thoracique');
    const tokens = await one<TokensValue>('Tokenize', { tokenizer: 'tokenizer.json', max_length: 32 }, report, { files: TOKENIZER });
    const weights = Array.from({ length: tokens.length }, (_, i) => [(tokens.offsets[i * 2] ?? -1) >= 8 ? 1 : 0.25, -1]).flat();
    const kwargs = { labels, activation: 'sigmoid', top_k: 1 };
    const inputs = [tensor([1, 2], [2, -2]), tokens, tensor([1, tokens.length, 2], weights)];
    const [, evidence] = await runStep('SequenceClassify', kwargs, inputs, { out: ['scores', 'evidence'] });
    expect(words(evidence as SpansValue)).toEqual(['cardio: thoracique']);
  });

  it('asks for what evidence needs before anything is read', () => {
    const logits = { kind: 'tensor', dtype: 'float32', rank: 2 } as const;
    expect(() => stepTypes('SequenceClassify', { labels, activation: 'softmax' }, [logits], {}, ['scores', 'evidence'])).toThrow(
      /evidence needs/u,
    );
    expect(() => stepTypes('SequenceClassify', { labels, activation: 'softmax' }, [{ ...logits, rank: 3 }])).toThrow(/logits are/u);
  });
});

describe('TfIdf, TermEvidence and LinkCodes of classes', () => {
  const files = {
    'vocabulary.json': bytes(
      JSON.stringify({ ngram_range: [1, 2], vocabulary: { douleur: 0, thoracique: 1, 'douleur thoracique': 2, toux: 3 }, norm: 'l1' }),
    ),
    'coefficients.npy': npy([2, 4], Float32Array.from([1, 2, 3, -1, 0, 0, 0, 5])),
    'codes.csv': bytes('term;code\ncardio;I00\npneumo;J00\n'),
  };
  it('go from a text to codes with their words', async () => {
    const [features, terms] = (await runStep('TfIdf', { vocabulary: 'vocabulary.json' }, text('Douleur THORACIQUE, toux, toux'), {
      files,
      out: ['features', 'terms'],
    })) as [TensorValue, SpansValue];
    expect([...features.data].map(Number)).toEqual([0.2, 0.2, 0.2, 0.4].map(Math.fround));
    const labels = ['cardio', 'pneumo'];
    const scores = tensor([1, 2], [0.6, 0.9]);
    const evidence = await one<SpansValue>('TermEvidence', { coefficients: 'coefficients.npy', labels, top_k: 1 }, [terms, scores], {
      files,
    });
    expect(words(evidence)).toEqual(['cardio: Douleur THORACIQUE', 'pneumo: toux']);
    const kwargs = { table: 'codes.csv', scheme: 'CIM-10', labels, threshold: 0.5 };
    const codes = await one<CodesValue>('LinkCodes', kwargs, [scores, evidence], { files });
    expect(codes.codes.map(({ value, start }) => [value, start])).toEqual([
      ['J00', 20],
      ['I00', 0],
    ]);
  });

  it.each([
    ['no column of codes', 'term,name\na,b\n'],
    ['an empty code', 'term,code\na,\n'],
    ['an open quote', 'term,code\n"a,b\n'],
  ])('refuses a table with %s', async (_what, csv) => {
    const spans: SpansValue = { kind: 'spans', text: 'a', spans: [] };
    await expect(runStep('LinkCodes', { table: 't.csv', scheme: 'X' }, spans, { files: { 't.csv': bytes(csv) } })).rejects.toMatchObject({
      code: 'package-schema',
    });
  });
});
