import { describe, expect, it } from 'vitest';
import type { AppError, ErrorCode } from '../../../src/domain/errors';
import { PACKAGE_LIMITS } from '../../../src/inference/packages/limits';
import { isSafePath } from '../../../src/inference/packages/safe-path';
import type { PackageBlobs } from '../../../src/inference/packages/package-files';
import { readPackage } from '../../../src/inference/packages/read-package';
import { summarize } from '../../../src/inference/packages/summary';
import { asFiles, packed, tinyPackage } from '../fixtures/tiny-package';

type Json = Record<string, unknown>;
/** Sets one field of a part that the sound manifest has. */
function set(part: Json | undefined, field: string, value: unknown): void {
  if (part === undefined) throw new Error('no such part');
  part[field] = value;
}
const weights = (json: Json): Json | undefined => (first(json, 'networks')['weights'] as Json[])[0];
const steps = (json: Json): Json[] => json['pipeline'] as Json[];
const kwargs = (json: Json, step: number): Json => steps(json)[step]?.['kwargs'] as Json;
const first = (json: Json, list: string): Json => (json[list] as Json[])[0] ?? {};

async function refusal(blobs: PackageBlobs): Promise<{ code: ErrorCode; message: string }> {
  try {
    await readPackage(asFiles(blobs));
  } catch (error) {
    const { code, message } = error as AppError;
    return { code, message };
  }
  throw new Error('the package was accepted');
}

describe('a sound package', () => {
  it('is read whole', async () => {
    const { summary, pipeline, audits } = await readPackage(asFiles(packed(tinyPackage())));
    expect(summary).toMatchObject({
      id: 'tiny',
      version: '1.0.0',
      publisher: 'Tests',
      card: '# Tiny\n',
      threshold: { value: 0.5, userAdjustable: true },
    });
    expect(summary.name).toEqual({ fr: 'Minuscule', en: 'Tiny' });
    expect(summary.description).toEqual({ fr: 'Cells of one colour', en: 'Cells of one colour' });
    expect(summary.labels.map(({ key }) => key)).toEqual(['A', 'B', 'C']);
    expect(summary.sources).toEqual([{ id: 'image', kind: 'image', role: '', optional: false, textColumns: [] }]);
    expect(summary.weightsSha256).toBe(tinyPackage().manifest.networks[0]?.weights[0]?.sha256);
    expect(pipeline.steps).toHaveLength(8);
    expect(pipeline.types.get('found')).toEqual({ kind: 'boxes', space: 'source' });
    const scan = audits.get('detector')?.scan;
    expect([...(scan?.operators.keys() ?? [])]).toEqual(['Conv', 'Concat', 'Reshape']);
    expect(scan?.metadata.get('made_by')).toBe('tests');
    expect(scan?.inputs).toEqual([{ name: 'image', elementType: 1, shape: [1, 3, 64, 64] }]);
  });

  it('has words for the columns that it gives some', async () => {
    const { manifest } = tinyPackage();
    const columns = [
      { name: 'creat', type: 'number' as const, label: { fr: 'Créatinine', en: 'Creatinine' } },
      { name: 'age', type: 'number' as const },
    ];
    const row = { id: 'row', kind: 'table' as const, optional: true, constraints: { columns } };
    const { sources } = await summarize({ ...manifest, sources: [...manifest.sources, row] }, '');
    expect(sources[1]?.columnLabels).toEqual({ creat: { fr: 'Créatinine', en: 'Creatinine' } });
  });

  it('may have files beside it that the manifest does not list', async () => {
    const blobs = new Map(packed(tinyPackage()));
    blobs.set('train.py', new Blob(['print()']));
    await expect(readPackage(asFiles(blobs))).resolves.toBeDefined();
  });
});

describe('a manifest is refused', () => {
  const cases: [string, ErrorCode, string, (json: Json) => void][] = [
    ['an unknown field', 'package-schema', 'manifest: unknown field "homepage"', (json) => (json['homepage'] = 'x')],
    [
      'an unknown field deep inside',
      'package-schema',
      'networks[0].weights[0]: unknown field "url"',
      (json) => {
        set(weights(json), 'url', 'x');
      },
    ],
    [
      'a field of another object',
      'package-schema',
      'sources[0]: unknown field "columns" (known: id, kind, role, match, constraints, optional, ask, field)',
      (json) => {
        set(first(json, 'sources'), 'columns', []);
      },
    ],
    ['a text in one language only', 'package-schema', 'name.en: missing, expected string', (json) => (json['name'] = { fr: 'Minuscule' })],
    [
      'a missing field',
      'package-schema',
      'outputs[0].threshold: missing, expected object',
      (json) => delete first(json, 'outputs')['threshold'],
    ],
    [
      'a misspelt step',
      'package-step-unknown',
      'pipeline[1]: this app has no step "Resise" (did you mean Resize?)',
      (json) => {
        set(steps(json)[1], 'step', 'Resise');
      },
    ],
    [
      'an axis of another size than the file has',
      'package-schema',
      'input "image" axes[2] (space) has 64 in the file, 32 in the manifest',
      (json) => {
        const inputs = first(json, 'networks')['inputs'] as Json[];
        set((inputs[0]?.['axes'] as Json[])[2], 'size', 32);
      },
    ],
    [
      'an unknown step',
      'package-step-unknown',
      'pipeline[0]: this app has no step "RunShell"',
      (json) => {
        set(steps(json)[0], 'step', 'RunShell');
      },
    ],
    [
      'a later version of a step',
      'package-step-unknown',
      'pipeline[0]: this app has no step "PhotometricRGB@2"',
      (json) => {
        set(steps(json)[0], 'step', 'PhotometricRGB@2');
      },
    ],
    [
      'an unknown argument of a step',
      'package-schema',
      'pipeline[1] Resize.kwargs: unknown field "corners"',
      (json) => (kwargs(json, 1)['corners'] = true),
    ],
    [
      'an argument the step does not know',
      'package-schema',
      'pipeline[1] Resize.kwargs.mode',
      (json) => (kwargs(json, 1)['mode'] = 'spline'),
    ],
    [
      'a list of another length than the channels',
      'package-schema',
      'pipeline[2] scale_linear: gain: expected one number, or 3, one a channel; got 2',
      (json) => (kwargs(json, 2)['gain'] = [1, 2]),
    ],
    ['a missing argument', 'package-schema', 'pipeline[7] NMS@1.kwargs.iou_threshold', (json) => delete kwargs(json, 7)['iou_threshold']],
    [
      'a register used before it is known',
      'package-schema',
      'pipeline[1] Resize: in: no register "later"',
      (json) => {
        set(steps(json)[1], 'in', 'later');
      },
    ],
    [
      'a register assigned twice',
      'package-schema',
      'pipeline[2] scale_linear: out: register "small" exists already',
      (json) => {
        set(steps(json)[2], 'out', 'small');
      },
    ],
    [
      'types that do not fit',
      'package-schema',
      'pipeline[3] StainNormalize: StainNormalize takes 8-bit RGB images',
      (json) => {
        const stain = { step: 'StainNormalize', in: 'scaled', out: 'stained', kwargs: { method: 'macenko' } };
        json['pipeline'] = steps(json).toSpliced(3, 0, stain);
      },
    ],
    [
      'an unknown network',
      'package-schema',
      'pipeline[4] infer: network: no network "other"',
      (json) => {
        set(steps(json)[4], 'network', 'other');
      },
    ],
    [
      'an unknown tensor of a network',
      'package-schema',
      'pipeline[4] infer: in: the network has no tensor "pixels"',
      (json) => {
        set(steps(json)[4], 'in', { pixels: 'padded' });
      },
    ],
    [
      'an output that is no result',
      'package-schema',
      'outputs[0]: from: "raw" is a float32 tensor',
      (json) => (first(json, 'outputs')['from'] = 'raw'),
    ],
    ['a path that climbs out', 'package-schema', 'files[0].path', (json) => (first(json, 'files')['path'] = '../network.onnx')],
    [
      'an unlisted file in use',
      'package-schema',
      'files: tests/input.npy is used but not listed',
      (json) => (json['files'] = (json['files'] as Json[]).filter(({ path }) => path !== 'tests/input.npy')),
    ],
    [
      'a weights hash unlike the listed one',
      'package-schema',
      'networks.detector.weights: size or sha256 differ',
      (json) => {
        set(weights(json), 'size', 3);
      },
    ],
    [
      'a network unlike its file',
      'package-schema',
      'networks.detector: opset_version is 16, the file says 17',
      (json) => {
        set(weights(json), 'opset_version', 16);
      },
    ],
    [
      'a later major version',
      'package-version-unsupported',
      'format_version 2.0.0 is not known to this app',
      (json) => (json['format_version'] = '2.0.0'),
    ],
    ['no version at all', 'package-schema', 'format_version', (json) => delete json['format_version']],
    [
      'too many steps',
      'package-schema',
      'pipeline',
      (json) => (json['pipeline'] = Array.from({ length: PACKAGE_LIMITS.steps + 1 }, () => steps(json)[0])),
    ],
    [
      'too many labels',
      'package-schema',
      'outputs[0].labels',
      (json) =>
        (first(json, 'outputs')['labels'] = Array.from({ length: PACKAGE_LIMITS.labels + 1 }, (_, id) => ({
          id,
          key: `k${String(id)}`,
          name: 'x',
          color: '#000000',
        }))),
    ],
    ['no test vectors', 'package-schema', 'tests', (json) => (json['tests'] = [])],
  ];
  it.each(cases)('%s', async (_name, code, message, change) => {
    const found = await refusal(packed(tinyPackage(), change));
    expect(found.code).toBe(code);
    expect(found.message).toContain(message);
  });

  it('nesting deeper than allowed, without recursion', async () => {
    const found = await refusal(new Map([['manifest.json', new Blob(['['.repeat(100_000)])]]));
    expect(found.code).toBe('package-malformed');
  });

  it.each([
    ['larger than allowed', new Blob([' '.repeat(PACKAGE_LIMITS.manifestBytes + 1)]), 'package-too-large'],
    ['not UTF-8', new Blob([Uint8Array.of(0xff, 0xfe, 0x7b)]), 'package-malformed'],
    ['not JSON', new Blob(['{"format_version": ']), 'package-malformed'],
    ['empty', new Blob([]), 'package-malformed'],
    ['no object', new Blob(['7']), 'package-schema'],
  ])('%s', async (_name, blob, code) => {
    expect((await refusal(new Map([['manifest.json', blob]]))).code).toBe(code);
  });
});

describe('files are refused', () => {
  it('with no manifest', async () => {
    expect((await refusal(new Map())).code).toBe('package-file-missing');
  });

  it('when one that is listed is missing', async () => {
    const blobs = new Map(packed(tinyPackage()));
    blobs.delete('tests/input.npy');
    const found = await refusal(blobs);
    expect(found.code).toBe('package-file-missing');
    expect(found.message).toContain('tests/input.npy');
  });

  it.each(['network.onnx', 'tests/detections.npy', 'card.md'])('when one bit of %s is flipped, wherever it is', async (path) => {
    const parts = tinyPackage();
    const sound = parts.files.get(path) ?? new Uint8Array();
    for (const at of [0, Math.floor(sound.length / 2), sound.length - 1]) {
      const flipped = sound.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      parts.files.set(path, flipped);
      const found = await refusal(packed(parts));
      expect(found.code).toBe('package-hash-mismatch');
      expect(found.message).toContain(path);
    }
  });

  it('when one is truncated', async () => {
    const parts = tinyPackage();
    parts.files.set('network.onnx', (parts.files.get('network.onnx') ?? new Uint8Array()).slice(0, 100));
    expect((await refusal(packed(parts))).code).toBe('package-hash-mismatch');
  });

  it('when a second network describes the same file otherwise', async () => {
    const twin = (opset: number): PackageBlobs =>
      packed(tinyPackage(), (json) => {
        const [network] = json['networks'] as Json[];
        const other = structuredClone(network ?? {});
        set(other, 'id', 'other');
        set((other['weights'] as Json[])[0], 'opset_version', opset);
        json['networks'] = [network, other];
      });
    expect([...(await readPackage(asFiles(twin(17)))).audits.keys()]).toEqual(['detector', 'other']);
    expect((await refusal(twin(16))).message).toContain('networks.other: opset_version is 16, the file says 17');
  });

  it.each([
    ['manifest.json', new Blob([' '.repeat(PACKAGE_LIMITS.manifestBytes + 1)]), 'package-too-large'],
    ['card.md', new Blob(['longer than the manifest says']), 'package-hash-mismatch'],
  ])('by size before a byte of %s is read', async (path, blob, code) => {
    const files = asFiles(new Map(packed(tinyPackage())).set(path, blob));
    const read: string[] = [];
    const watched = { ...files, read: (name: string) => (read.push(name), files.read(name)) };
    await expect(readPackage(watched)).rejects.toMatchObject({ code });
    expect(read).not.toContain(path);
  });

  it('when the weights change after they were checked', async () => {
    const blobs = new Map(packed(tinyPackage()));
    const model = await readPackage(asFiles(blobs));
    const bytes = new Uint8Array(await (blobs.get('network.onnx') ?? new Blob()).arrayBuffer());
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    blobs.set('network.onnx', new Blob([bytes]));
    await expect(model.read('network.onnx')).rejects.toMatchObject({ code: 'package-hash-mismatch' });
    await expect(model.read('train.py')).rejects.toMatchObject({ code: 'package-file-missing' });
  });
});

describe('paths', () => {
  it.each(['a', 'a/b.npy', 'tests/x.y.npy'])('%s is safe', (path) => {
    expect(isSafePath(path)).toBe(true);
  });
  it.each(['', '/a', 'a//b', '../a', 'a/../b', './a', 'C:/a', 'a\\b', 'http://a/b', 'data:x', 'a\0b'])('%j is not', (path) => {
    expect(isSafePath(path)).toBe(false);
  });
});

describe('labels of one output', () => {
  const withLabels = async (count: number): Promise<number> => {
    const labels = Array.from({ length: count }, (_, id) => ({ id, key: `n${String(id)}`, name: `c${String(id)}`, color: '#56B4E9' }));
    const files = packed(tinyPackage(), (json) => set(first(json, 'outputs'), 'labels', labels));
    const { manifest, summary } = await readPackage(asFiles(files));
    const [output] = manifest.outputs;
    return Math.min(summary.labels.length, output !== undefined && 'labels' in output ? (output.labels?.length ?? 0) : 0);
  };

  it('may be the thousand of ImageNet, but not any number', async () => {
    expect(await withLabels(1000)).toBe(1000);
    await expect(withLabels(4097)).rejects.toMatchObject({ code: expect.stringMatching(/^package-(schema|too-large)$/) as string });
  });
});
