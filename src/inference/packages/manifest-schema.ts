import { z } from 'zod';
import { NETWORK_DTYPES } from '../runtime/network-tensor';
import { PACKAGE_LIMITS } from './limits';
import { isSafePath } from './safe-path';

/**
 * The manifest of a model package, format 1. Every object is strict: a field it does not name is refused, as it might
 * change what the model means. Of the fields it names some inform only: they are checked for form and kept in the file
 * (`authors`, `cite`, `evaluations`, `tags`, `specialty`, `precision`, `calibrated`, `report` and the like).
 */

const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'expected a slug such as blood-cell-detection')
  .max(100);
const semver = z.string().regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'expected a version such as 1.0.0');
const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a name of letters, digits and _')
  .max(64);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits');
const text = z.string().max(8000);
/** One text for both languages, or one each. */
const localized = z.union([text, z.strictObject({ fr: text, en: text })]);
const path = z.string().min(1).max(200).refine(isSafePath, 'expected a relative path without .. , drive letter or backslash');
const probability = z.number().min(0).max(1);
const positiveInteger = z.int().min(1).max(1_000_000_000);

const scalar = z.union([z.string().max(200), z.number()]);
const range = z.tuple([z.number(), z.number()]);

const matchRule = z.strictObject({
  attribute: z.enum([
    'Modality',
    'SamplesPerPixel',
    'PhotometricInterpretation',
    'BitsStored',
    'Rows',
    'Columns',
    'NumberOfFrames',
    'Kind',
    'SeriesDescription',
    'BodyPartExamined',
    'Laterality',
    'SliceThickness',
    'Plane',
  ]),
  equals: scalar.optional(),
  in: z.array(scalar).max(64).optional(),
  /** Any of these occurs in the value, upper and lower case alike. */
  containsI: z.array(z.string().max(200)).max(64).optional(),
  between: range.optional(),
  present: z.boolean().optional(),
  required: z.boolean().optional(),
  weight: z.number().optional(),
  message: localized.optional(),
});

const column = z.strictObject({
  name: z.string().min(1).max(100),
  type: z.enum(['number', 'text', 'boolean', 'date']),
  unit: z.string().max(32).optional(),
  required: z.boolean().optional(),
  /** Short words for it on screen, where its name is a code (`creat_at_rand`). */
  label: localized.optional(),
  description: localized.optional(),
});

const source = z.strictObject({
  id: name,
  /** `image`: one frame at a time. `stack`: frames that are no volume (focus planes, cine). `table`: row by row. `series`: rows over time. `points`: places a person clicks on the image of the first source. */
  kind: z.enum(['image', 'stack', 'volume', 'wsi', 'table', 'series', 'text', 'points']),
  role: z.string().max(100).optional(),
  match: z.array(matchRule).max(32).optional(),
  constraints: z
    .strictObject({
      spacing_mm: range.optional(),
      slice_thickness_mm: range.optional(),
      mpp_um: range.optional(),
      slices: range.optional(),
      columns: z.array(column).max(1024).optional(),
      language: z
        .array(z.enum(['fr', 'en']))
        .max(2)
        .optional(),
      /** Of `table` and `text` sources that come as columns of a file: the column read. */
      text_column: z.array(z.string().max(100)).max(16).optional(),
    })
    .optional(),
  optional: z.boolean().optional(),
  ask: z.enum(['auto', 'confirm', 'roi']).optional(),
  /** Of an `image` source: the pictures that it is given of a slide. */
  field: z
    .strictObject({
      size: z.tuple([z.int().min(32).max(4096), z.int().min(32).max(4096)]),
      /** Micrometres a pixel; without it the pixels of the finest level. */
      mpp: z.number().positive().max(100).optional(),
      /** Pixels that neighbours share: at least the largest object. */
      overlap: z.int().min(0).max(1024),
    })
    .optional(),
});

const axis = z.strictObject({
  type: z.enum(['batch', 'channel', 'space', 'index', 'time']),
  id: z.string().max(64).optional(),
  size: z
    .union([
      positiveInteger,
      z.strictObject({ min: positiveInteger, step: positiveInteger }),
      /** Of an output: the input axis' size · its scale / this scale + offset (BioImage.IO). */
      z.strictObject({ tensor_id: z.string().max(200), axis_id: z.string().max(64), offset: z.int().optional() }),
    ])
    .optional(),
  scale: z.number().positive().optional(),
  /** Border of an output that is not to be used, in its pixels. */
  halo: z.int().min(0).max(4096).optional(),
  channel_names: z.array(z.string().max(100)).max(PACKAGE_LIMITS.labels).optional(),
  description: text.optional(),
});

const tensorDescription = z.strictObject({
  id: z.string().min(1).max(200),
  axes: z.array(axis).min(1).max(8),
  data: z.strictObject({ type: z.enum(NETWORK_DTYPES) }),
  /** An input that may stay away. */
  optional: z.boolean().optional(),
  description: text.optional(),
});

const weights = z.strictObject({
  source: path,
  sha256,
  size: positiveInteger,
  precision: z.enum(['fp32', 'fp16', 'int8']),
  opset_version: z.int().min(1).max(100),
  external_data: z.literal(false).optional(),
  domains: z.array(z.string().max(100)).max(8).optional(),
});

const network = z.strictObject({
  id: name,
  weights: z.array(weights).length(1, 'expected one weights file'),
  ep: z
    .array(z.enum(['webgpu', 'wasm']))
    .min(1)
    .max(2),
  bundle: z.enum(['auto', 'wasm']).optional(),
  memory_mb: z.number().positive().max(4096).optional(),
  inputs: z.array(tensorDescription).min(1).max(16),
  outputs: z.array(tensorDescription).min(1).max(16),
});

const registers = z.union([name, z.array(name).min(1).max(16), z.record(z.string().max(200), name)]);

const step = z.strictObject({
  id: name.optional(),
  /** `Resize` or, with its version, `Resize@1`. */
  step: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*(?:@[1-9]\d*)?$/, 'expected a step name such as Resize or Resize@1'),
  network: name.optional(),
  in: registers,
  out: registers,
  /** Checked by the step itself. */
  kwargs: z.record(z.string(), z.unknown()).optional(),
  /** The step runs only where this register has a value: `exists(psa)`. Needed where a source is optional. */
  when: z
    .string()
    .regex(/^exists\([A-Za-z_][A-Za-z0-9_]*\)$/, 'expected exists(register)')
    .optional(),
});

const label = z.strictObject({
  id: z.int().min(0).max(65535),
  key: z.string().min(1).max(64),
  name: localized,
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour such as #56B4E9'),
  code: z
    .array(z.strictObject({ scheme: z.string().max(32), value: z.string().max(64), meaning: z.string().max(200) }))
    .max(8)
    .optional(),
});

const labels = z.array(label).min(1).max(PACKAGE_LIMITS.labels);
const threshold = z.strictObject({
  value: probability,
  user_adjustable: z.boolean(),
  /** Other thresholds with what they were chosen for. */
  operating_points: z
    .array(z.strictObject({ name: localized, value: probability }))
    .max(8)
    .optional(),
});
const common = {
  id: name,
  from: name,
  name: localized.optional(),
  export: z
    .array(z.enum(['CSV', 'JSON', 'SEG', 'SR', 'ANN', 'PM', 'GSPS', 'SC', 'GEOJSON', 'NIFTI']))
    .max(8)
    .optional(),
};
const found = { ...common, labels, threshold, calibrated: z.boolean().optional() };

/** One answer of the package: `from` names the register, `kind` how it is shown and exported. */
const output = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('boxes'), ...found }),
  z.strictObject({ kind: z.literal('points'), ...found }),
  z.strictObject({ kind: z.literal('polygons'), ...found }),
  z.strictObject({ kind: z.literal('instances'), ...found }),
  z.strictObject({ kind: z.literal('segmentation'), ...common, labels, threshold: threshold.optional() }),
  z.strictObject({
    kind: z.literal('heatmap'),
    ...common,
    labels: labels.optional(),
    /** Which channel of the register, from 0. */
    channel: z
      .int()
      .min(0)
      .max(PACKAGE_LIMITS.labels - 1)
      .optional(),
    range: range.optional(),
    /** The output that it explains; it is then shown beside that one, under its own caveat. */
    explains: name.optional(),
  }),
  z.strictObject({
    kind: z.literal('classification'),
    ...found,
    multi_label: z.boolean().optional(),
    /** Register of contributions: a tensor [inputs, classes], its rows named in order by `contribution_names`. */
    contributions: name.optional(),
    contribution_names: z.array(z.string().max(100)).max(1024).optional(),
  }),
  z.strictObject({
    kind: z.literal('score'),
    ...common,
    labels: labels.optional(),
    unit: z.string().max(32).optional(),
    threshold: threshold.optional(),
    calibrated: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('curve'),
    ...common,
    labels: labels.optional(),
    x_unit: z.string().max(32),
    y_unit: z.string().max(32),
    x_start: z.number().optional(),
    x_step: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('measurements'), ...common, labels: labels.optional() }),
  z.strictObject({ kind: z.literal('entities'), ...common, labels }),
  z.strictObject({ kind: z.literal('codes'), ...common }),
  z.strictObject({ kind: z.literal('timeline'), ...common, labels: labels.optional() }),
  z.strictObject({ kind: z.literal('text'), ...common }),
  z.strictObject({ kind: z.literal('features'), ...common }),
]);

const check = z.strictObject({
  when: z.enum(['before', 'after']),
  /** Checked by the rule itself. */
  rule: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'expected a rule such as tag_in')
    .max(64),
  kwargs: z.record(z.string(), z.unknown()),
  severity: z.enum(['block', 'warn', 'info']),
  message: localized,
});

const testCase = z.strictObject({
  name: z.string().max(200).optional(),
  inputs: z.record(name, path),
  expected: z.record(name, path),
  absolute_tolerance: z.number().min(0).max(10).optional(),
  relative_tolerance: z.number().min(0).max(1).optional(),
  mismatched_elements_per_million: z.number().min(0).max(1000).optional(),
  /** For label maps: smallest Dice of any label. */
  dice_min: probability.optional(),
});

const person = z.strictObject({
  name: z.string().max(200),
  affiliation: z.string().max(200).optional(),
  email: z.string().max(200).optional(),
  github_user: z.string().max(100).optional(),
  orcid: z.string().max(40).optional(),
});

const evaluation = z.strictObject({
  dataset: z.string().max(400),
  role: z.string().max(400),
  n: z.union([z.number(), z.string().max(200)]),
  metrics: z.record(z.string().max(200), z.union([z.number(), z.string().max(400), z.array(z.number()).max(16)])),
  note: text.optional(),
});

const intendedUse = z.strictObject({
  status: z.enum(['research', 'demo', 'investigational', 'ce_marked']),
  purpose: localized,
  users: z.array(z.string().max(100)).max(16).optional(),
  population: localized,
  out_of_scope_use: localized,
  limitations: localized,
  known_biases: localized.optional(),
  risks: localized.optional(),
  recommendations: localized.optional(),
  synthetic_training_data: z.boolean().optional(),
  regulatory: z
    .strictObject({
      framework: z.enum(['MDR', 'IVDR', 'none']),
      class: z.string().max(32).optional(),
      manufacturer: z.string().max(200).optional(),
    })
    .optional(),
});

const manifestObject = z.strictObject({
  $schema: z.string().max(200).optional(),
  format_version: semver,
  id: slug,
  version: semver,
  name: localized,
  description: localized,
  authors: z.array(person).max(64).optional(),
  publisher: z.union([z.string().max(200), z.strictObject({ name: z.string().max(200), key_id: z.string().max(100).optional() })]),
  cite: z
    .array(z.strictObject({ text: z.string().max(1000), doi: z.string().max(200).optional(), url: z.string().max(400).optional() }))
    .max(32)
    .optional(),
  license: z.string().min(1).max(100),
  license_accept: z.boolean().optional(),
  documentation: path.optional(),
  covers: z.array(path).max(8).optional(),
  tags: z.array(z.string().max(64)).max(32).optional(),
  timestamp: z.string().max(40).optional(),
  specialty: z.string().max(64),
  task: z.enum([
    'segmentation',
    'instance_segmentation',
    'detection',
    'classification',
    'regression',
    'heatmap',
    'mil',
    'tracking',
    'landmarks',
    'time_series',
    'token_classification',
    'text_classification',
    'extraction',
    'measurement',
    'embedding',
  ]),
  modality: z.array(z.string().max(16)).min(1).max(32),
  body_part: z.array(z.string().max(64)).max(16).optional(),
  intended_use: intendedUse,
  evaluations: z.array(evaluation).max(32).optional(),
  sources: z.array(source).min(1).max(8),
  networks: z.array(network).min(1).max(PACKAGE_LIMITS.networks),
  pipeline: z.array(step).min(1).max(PACKAGE_LIMITS.steps),
  outputs: z.array(output).min(1).max(16),
  /** Informs only. */
  report: z.strictObject({ template: z.string().max(100) }).optional(),
  checks: z.array(check).max(32).optional(),
  /** False: a draft that nobody has checked against its source, for research only. It may come without tests. */
  verified: z.boolean().optional(),
  tests: z.array(testCase).max(64),
  files: z
    .array(z.strictObject({ path, sha256, size: z.int().min(0) }))
    .min(1)
    .max(PACKAGE_LIMITS.files),
});

export const manifestSchema = manifestObject.refine(({ verified, tests }) => verified === false || tests.length > 0, {
  path: ['tests'],
  message: 'expected at least one test (only a draft, "verified": false, may have none)',
});

export type ModelManifest = z.infer<typeof manifestSchema>;
export type ManifestStep = ModelManifest['pipeline'][number];
export type ManifestNetwork = ModelManifest['networks'][number];
export type ManifestTest = ModelManifest['tests'][number];
export type ManifestOutput = ModelManifest['outputs'][number];
export type ManifestSource = ModelManifest['sources'][number];
export type ManifestCheck = NonNullable<ModelManifest['checks']>[number];
export type ManifestText = ModelManifest['name'];
