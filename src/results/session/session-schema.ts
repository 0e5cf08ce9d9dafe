import { z } from 'zod';
import { ANATOMICAL_PLANES } from '../../domain/geometry/planes';

/** Raised when a reader of the older form would misread the newer one; fields may be added without. */
export const SESSION_FORMAT_VERSION = 1;
export const SESSION_FORMAT = 'diaphane-session';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const uid = z.string().nullable();
const time = z.iso.datetime({ offset: true });
const probability = z.number().min(0).max(1);
const count = z.number().int().min(1);
const provider = z.enum(['webgpu', 'wasm-threads', 'wasm']);

const box = z.object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() });

/**
 * Where in the inputs: numbers from 1 into `inputs` and its `files`, and the frame within the file. With `plane` the slice
 * was cut from the whole volume of the input: `file` is 1 and `frame` counts the slices of that plane, from the left of the
 * patient, the front or the feet.
 */
const place = z.object({ input: count, file: count, frame: count, plane: z.enum(ANATOMICAL_PLANES).optional() });

const author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), modelId: z.string(), modelVersion: z.string(), weightsSha256: sha256, provider }),
  z.object({ kind: z.literal('person') }),
]);

const points = z.array(z.object({ x: z.number(), y: z.number() }));

/** What the finding rests on beside its box; records before it was added have boxes alone. */
const evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('box') }),
  z.object({ kind: z.literal('ellipse') }),
  z.object({ kind: z.literal('point'), at: z.object({ x: z.number(), y: z.number() }) }),
  z.object({ kind: z.literal('polygon'), rings: z.array(points) }),
  z.object({
    kind: z.literal('region'),
    output: z.string(),
    value: z.number(),
    amount: z.object({ value: z.number(), unit: z.enum(['mL', 'mm2', 'px']) }),
  }),
  z.object({ kind: z.literal('whole'), output: z.string() }),
  z.object({
    kind: z.literal('text'),
    output: z.string(),
    input: count,
    row: z.number().int().nullable(),
    start: z.number().int(),
    end: z.number().int(),
  }),
]);

const finding = z.object({
  number: count,
  /** Null for what lies in a text or a table. */
  place: place.nullable(),
  label: z.string(),
  score: probability.nullable(),
  /** Pixels of the image as displayed; x, y is the top-left corner. Null for what lies in a text. */
  box: box.nullable(),
  evidence: evidence.optional(),
  author,
  /** As the model said it, whatever a person changed; null for a person's finding. */
  proposal: z.object({ label: z.string(), score: probability.nullable(), box: box.nullable() }).nullable(),
  status: z.enum(['proposed', 'accepted', 'edited', 'rejected']),
  note: z.string(),
  decidedAt: time.nullable(),
  /** Of a region that a person drew: area in mm² or px², perimeter in mm or px. */
  size: z.object({ area: z.number(), perimeter: z.number(), unit: z.enum(['mm', 'px']), calibration: z.string().nullable() }).optional(),
});

const measurement = z.object({
  number: count,
  /** Null for what lies in a text or a table. */
  place: place.nullable(),
  kind: z.enum(['length', 'angle', 'ellipse', 'rectangle', 'arrow']),
  points: z.array(z.object({ x: z.number(), y: z.number() })),
  text: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  calibration: z.string().nullable(),
  statistics: z
    .object({
      count: z.number().int(),
      mean: z.number(),
      standardDeviation: z.number(),
      minimum: z.number(),
      maximum: z.number(),
      unit: z.string(),
    })
    .nullable(),
});

const model = z.object({
  id: z.string(),
  version: z.string(),
  weightsSha256: sha256,
  /** Decision threshold in force when exported. */
  threshold: probability.nullable(),
  selfTests: z.array(
    z.object({
      provider: z.enum(['webgpu', 'wasm']),
      passed: z.boolean(),
      /** Null where there is no number: nothing was computed, or something infinite or not a number. */
      maximumError: z.number().nullable(),
      milliseconds: z.number(),
      date: time,
      adapter: z.string(),
    }),
  ),
});

const run = z.object({
  modelId: z.string(),
  /** Whether it answered or explained an answer; records before explanations have answers alone. */
  purpose: z.enum(['answer', 'explanation']).optional(),
  state: z.enum(['queued', 'loading', 'running', 'paused', 'succeeded', 'failed', 'cancelled']),
  provider: provider.nullable(),
  startedAt: time,
  milliseconds: z.object({ load: z.number(), pre: z.number(), run: z.number(), post: z.number() }).nullable(),
});

const input = z.object({
  number: count,
  kind: z.enum(['volume', 'slide', 'photo', 'cine', 'document', 'table', 'text']),
  modality: z.string(),
  /** UIDs are null where the input has none, or identity was hidden. */
  studyInstanceUid: uid,
  seriesInstanceUid: uid,
  issues: z.array(z.string()),
  files: z.array(
    z.object({
      number: count,
      sopInstanceUid: uid,
      /** Null where the file was never read whole. */
      sha256: sha256.nullable(),
      byteLength: z.number().int().min(0),
      rows: z.number().int(),
      columns: z.number().int(),
      frames: z.number().int(),
      /** Of its first frame, mm; `manual`: a person has measured a ruler on it. Null: not calibrated; records before it was added have none. */
      pixelSize: z.object({ row: z.number(), column: z.number(), calibration: z.string() }).nullable().optional(),
    }),
  ),
});

const check = z.object({
  rule: z.string(),
  when: z.enum(['before', 'after']),
  severity: z.enum(['block', 'warn', 'info']),
  satisfied: z.boolean(),
  measured: z.string(),
});

const labelled = z.object({ label: z.string() });
const span = z.object({ start: z.number().int(), end: z.number().int() });

/** Rows and columns. */
const size = z.tuple([z.int().min(1), z.int().min(1)]);

/** Parts of the image hidden in turn by the mean of each channel, and how far the probability of the label fell. */
const occlusion = z.object({
  name: z.literal('occlusion'),
  probability: z.number(),
  largestDrop: z.number(),
  /** What the network takes, what was hidden at a time, and how far that moved. */
  input: size,
  window: size,
  stride: size,
  fill: z.literal('mean'),
});

/** Numbers and words of an output; of maps, curves and features what they are, never their arrays. */
const output = z.discriminatedUnion('kind', [
  z.object({
    id: z.string(),
    kind: z.literal('classification'),
    classes: z.array(labelled.extend({ probability: z.number().nullable() })),
    decision: z.array(z.string()),
    threshold: z.number(),
    calibrated: z.boolean(),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('score'),
    label: z.string(),
    value: z.number().nullable(),
    unit: z.string(),
    operatingPoint: z.number().nullable(),
    calibrated: z.boolean(),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('measurements'),
    measurements: z.array(z.object({ label: z.string().nullable(), name: z.string(), value: z.number().nullable(), unit: z.string() })),
  }),
  z.object({
    id: z.string(),
    kind: z.enum(['boxes', 'points', 'polygons', 'instances']),
    count: z.number().int().min(0),
    threshold: z.number(),
  }),
  z.object({ id: z.string(), kind: z.literal('segmentation'), values: z.array(labelled.extend({ value: z.number().int() })) }),
  z.object({
    id: z.string(),
    kind: z.literal('heatmap'),
    label: z.string(),
    explains: z.string().nullable(),
    /** How the app computed it; absent where the model gave it itself. */
    method: occlusion.optional(),
  }),
  // What follows quotes the text it was found in: null once identity was hidden.
  z.object({
    id: z.string(),
    kind: z.literal('entities'),
    entities: z.array(span.extend({ label: z.string(), score: z.number(), text: z.string().nullable() })),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('codes'),
    codes: z
      .array(z.object({ scheme: z.string(), value: z.string(), meaning: z.string(), score: z.number(), span: span.nullable() }))
      .nullable(),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('timeline'),
    events: z.array(z.object({ date: z.string().nullable(), label: z.string(), text: z.string(), span: span.nullable() })).nullable(),
  }),
  z.object({ id: z.string(), kind: z.literal('text'), text: z.string().nullable() }),
  z.object({ id: z.string(), kind: z.enum(['curve', 'features']) }),
]);

/** What one run said about an input, one frame of it, or one row. */
const answer = z.object({
  input: count,
  /** Null where it is about all of the input. */
  place: place.nullable(),
  /** Of a table, from 0. */
  row: z.number().int().min(0).nullable(),
  modelId: z.string(),
  modelVersion: z.string(),
  weightsSha256: sha256,
  provider,
  outputs: z.array(output),
  checks: z.array(check),
});

/** What was opened, which model said what about it, and what a person decided. No patient name, no file name. */
export const sessionRecordSchema = z.object({
  format: z.literal(SESSION_FORMAT),
  formatVersion: z.literal(SESSION_FORMAT_VERSION),
  statement: z.object({ fr: z.string(), en: z.string() }),
  app: z.object({ name: z.literal('Diaphane'), version: z.string(), commit: z.string() }),
  browser: z.string(),
  language: z.enum(['fr', 'en']),
  exportedAt: time,
  identityHidden: z.boolean(),
  models: z.array(model),
  runs: z.array(run),
  inputs: z.array(input),
  findings: z.array(finding),
  measurements: z.array(measurement),
  /** What a person called regions and what was counted, of the inputs' studies; records before it was added have none. */
  classes: z.array(z.object({ key: z.string(), name: z.object({ fr: z.string(), en: z.string() }), color: z.string() })).optional(),
  /** Records before it was added have none. */
  answers: z.array(answer).optional(),
});

export type SessionRecord = z.infer<typeof sessionRecordSchema>;
