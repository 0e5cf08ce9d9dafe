import { PACKAGE_LIMITS } from '../limits';
import type { Conversion, Converter, DraftManifest } from './conversion';
import { conversionFailed, onnxNetwork } from './shared/draft-network';
import { draftFromOnnx } from './onnx';
import { notMapped } from './shared/not-mapped';
import { records, SourceFiles } from './shared/source-files';

type Steps = readonly Record<string, unknown>[];

/**
 * A network exported with Ultralytics' metadata (`names`, `imgsz`, `task`, `stride`): images letterboxed to `imgsz` with
 * grey 114, boxes decoded and undone.
 */
export const fromUltralytics: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const path = source.require(/\.onnx$/i, '.onnx file');
  const bytes = await source.read(path);
  const { metadata } = onnxNetwork(bytes).scan;
  const names = namesOf(metadata.get('names'));
  if (names === null) throw conversionFailed('the ONNX file has no Ultralytics metadata (names)');
  const task = metadata.get('task') ?? 'detect';
  if (task !== 'detect' && task !== 'classify') throw conversionFailed(`the task "${task}" of Ultralytics is not converted`);
  const size = sizeOf(metadata.get('imgsz'));
  const draft = draftFromOnnx(bytes, metadata.get('description') ?? path.replace(/^.*\//, '').replace(/\.onnx$/i, ''), {
    labels: names,
    mean: [0],
    std: [1],
    ...(size === null ? {} : { size }),
  });
  const guessed = new Set(['labels', 'preprocessing', 'detection']);
  const unmapped = draft.unmapped.filter(({ path: place }) => !guessed.has(place));
  const license = metadata.get('license');
  const manifest: DraftManifest = { ...draft.manifest, ...(license === undefined ? {} : { license: license.slice(0, 100) }) };
  if (task === 'classify') {
    // The exported head ends in its own softmax; images are cropped at the centre rather than letterboxed.
    unmapped.push(notMapped('preprocessing', 'centre-crop'));
    return { ...draft, manifest: { ...manifest, ...withoutSoftmax(manifest) }, unmapped };
  }
  return { ...draft, manifest: { ...manifest, pipeline: letterboxed(records(manifest['pipeline']), size) }, unmapped };
};

/** `{0: 'person', 1: 'cell'}`, as Python writes a dict; also JSON. */
function namesOf(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const names: string[] = [];
  for (const match of text.matchAll(/["']?(\d+)["']?\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)) {
    names[Number(match[1])] = match[2] ?? match[3] ?? '';
  }
  return names.length > 0 && names.length <= PACKAGE_LIMITS.labels && !names.includes('')
    ? Array.from(names, (name, i) => name || `class_${String(i)}`)
    : null;
}

function sizeOf(text: string | undefined): readonly [number, number] | null {
  const numbers = [...(text ?? '').matchAll(/\d+/g)].map(([value]) => Number(value));
  const [rows, columns = rows] = numbers;
  return rows === undefined || columns === undefined ? null : [rows, columns];
}

/** The longer side to the size asked for, the rest filled with grey around the middle. */
function letterboxed(pipeline: Steps, size: readonly [number, number] | null): unknown[] {
  if (size === null) return [...pipeline];
  return pipeline.flatMap((step) => {
    if (step['step'] !== 'Resize') return [step];
    const longest = {
      ...step,
      out: 'fitted',
      // Not antialiased, as cv2.resize with INTER_LINEAR.
      kwargs: { spatial_size: Math.max(...size), size_mode: 'longest', mode: 'bilinear', anti_aliasing: false },
    };
    const pad = {
      step: 'SpatialPad',
      in: 'fitted',
      out: step['out'],
      kwargs: { spatial_size: size, method: 'symmetric', mode: 'constant', value: 114 },
    };
    return [longest, pad];
  });
}

function withoutSoftmax(manifest: DraftManifest): Record<string, unknown> {
  const pipeline = records(manifest['pipeline']).filter(({ step }) => step !== 'softmax' && step !== 'sigmoid');
  const outputs = records(manifest['outputs']).map((output) => ({ ...output, from: 'raw' }));
  return { pipeline, outputs };
}
