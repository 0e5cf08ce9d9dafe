import { z } from 'zod';
import { NETWORK_DTYPES } from '../runtime/network-tensor';
import { PACKAGE_LIMITS } from './limits';

/**
 * The manifest of a model package, format 1: the subset of the format that this version reads. Every object is strict: a
 * field it does not name is refused, as it might change what the model means. Of the fields it names some inform only:
 * they are checked for form and kept in the file (`authors`, `cite`, `evaluations`, `tags`, `specialty`, `precision`,
 * `calibrated` and the like). This version does not act upon `memory_mb`, `ask`, `weight` (of a match rule),
 * `license_accept` and `export` either: the one source is always taken, and findings go into every export.
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

export function isSafePath(value: string): boolean {
  if (/[\\:\0]/.test(value) || value.startsWith('/')) return false;
  return value.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

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
  ]),
  equals: z.union([z.string(), z.number()]).optional(),
  in: z
    .array(z.union([z.string(), z.number()]))
    .max(64)
    .optional(),
  containsI: z.array(z.string()).max(64).optional(),
  between: z.tuple([z.number(), z.number()]).optional(),
  required: z.boolean().optional(),
  weight: z.number().optional(),
  message: localized.optional(),
});

const source = z.strictObject({
  id: name,
  kind: z.literal('image'),
  role: z.string().max(100).optional(),
  match: z.array(matchRule).max(32).optional(),
  ask: z.enum(['auto', 'confirm']).optional(),
});

const axis = z.strictObject({
  type: z.enum(['batch', 'channel', 'space', 'index']),
  id: z.string().max(64).optional(),
  size: z
    .union([
      positiveInteger,
      z.strictObject({ min: positiveInteger, step: positiveInteger }),
      z.strictObject({ tensor_id: name, axis_id: z.string().max(64), offset: z.int().optional() }),
    ])
    .optional(),
  channel_names: z.array(z.string().max(100)).max(512).optional(),
  description: text.optional(),
});

const tensorDescription = z.strictObject({
  id: z.string().min(1).max(200),
  axes: z.array(axis).min(1).max(8),
  data: z.strictObject({ type: z.enum(NETWORK_DTYPES) }),
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

const output = z.strictObject({
  id: name,
  from: name,
  kind: z.literal('boxes'),
  labels: z.array(label).min(1).max(PACKAGE_LIMITS.labels),
  threshold: z.strictObject({ value: probability, user_adjustable: z.boolean() }),
  calibrated: z.boolean().optional(),
  export: z
    .array(z.enum(['CSV', 'JSON']))
    .max(8)
    .optional(),
});

const check = z.strictObject({
  when: z.literal('before'),
  rule: z.literal('tag_in'),
  kwargs: z.strictObject({ tag: z.literal('Modality'), values: z.array(z.string().max(16)).min(1).max(32) }),
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

export const manifestSchema = z.strictObject({
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
  task: z.literal('detection'),
  modality: z.array(z.string().max(16)).min(1).max(32),
  body_part: z.array(z.string().max(64)).max(16).optional(),
  intended_use: intendedUse,
  evaluations: z.array(evaluation).max(32).optional(),
  sources: z.array(source).length(1, 'expected one source'),
  networks: z.array(network).min(1).max(PACKAGE_LIMITS.networks),
  pipeline: z.array(step).min(1).max(PACKAGE_LIMITS.steps),
  outputs: z.array(output).length(1, 'expected one output'),
  checks: z.array(check).max(32).optional(),
  tests: z.array(testCase).min(1).max(64),
  files: z
    .array(z.strictObject({ path, sha256, size: z.int().min(0) }))
    .min(1)
    .max(PACKAGE_LIMITS.files),
});

export type ModelManifest = z.infer<typeof manifestSchema>;
export type ManifestStep = ModelManifest['pipeline'][number];
export type ManifestNetwork = ModelManifest['networks'][number];
export type ManifestTest = ModelManifest['tests'][number];
export type ManifestOutput = ModelManifest['outputs'][number];
export type ManifestText = ModelManifest['name'];
