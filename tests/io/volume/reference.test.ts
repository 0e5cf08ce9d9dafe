import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SAMPLE_ROOT, SAMPLES_PRESENT } from '../support/sample-files';
import { canonical, type Canonical } from './canonical';
import { openVolumes, type OpenedVolumes } from './open';

if (!SAMPLES_PRESENT) process.stdout.write('skipped: the sample files are not beside the project (tests/io/volume/reference.test.ts)\n');

interface Generated {
  readonly name: string;
  readonly gzip?: string;
  readonly base64?: string;
  readonly volumes?: readonly Canonical[];
  readonly volume?: Canonical;
}

function reference(name: string): unknown {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, 'reference', name), 'utf8')) as unknown;
}

const nibabel = reference('nibabel-generated.json') as readonly Generated[];
const others = reference('nrrd-metaimage.json') as {
  readonly generated: readonly Generated[];
  readonly samples: Readonly<Record<string, Canonical>>;
};
const samples = reference('nibabel-samples.json') as Readonly<
  Record<string, { readonly volumes?: readonly Canonical[]; readonly error?: string }>
>;

const blobOf = (bytes: Buffer): Blob => new Blob([new Uint8Array(bytes)]);

/** Positions and directions go through unit vectors and back: a few units in the last place of a double, against the largest entry. */
const AFFINE = 1e-12;

async function compare(opened: OpenedVolumes, wanted: readonly Canonical[]): Promise<void> {
  expect(opened.series.map(({ frames }) => frames.length)).toHaveLength(wanted.length);
  for (const [i, series] of opened.series.entries()) {
    const expected = wanted[i];
    const found = await canonical(series, opened.place(series));
    expect(found.shape).toEqual(expected?.shape);
    const largest = Math.max(...(expected?.affine ?? []).map(Math.abs));
    for (const [at, value] of found.affine.entries())
      expect(Math.abs(value - (expected?.affine[at] ?? NaN))).toBeLessThanOrEqual(AFFINE * largest);
    expect(found.sha256).toBe(expected?.sha256);
  }
}

describe('voxels and affines as nibabel has them', () => {
  it.each(nibabel.map((file) => [file.name, file] as const))('%s', async (name, { gzip = '', volumes = [] }) => {
    const packed = Buffer.from(gzip, 'base64');
    await compare(await openVolumes([{ blob: blobOf(packed), path: `${name}.nii.gz` }]), volumes);
    await compare(await openVolumes([{ blob: blobOf(gunzipSync(packed)), path: `${name}.nii` }]), volumes);
  });
});

describe('NRRD as unu, MetaImage as its definition has them', () => {
  it.each(others.generated.map((file) => [file.name, file] as const))('%s', async (name, { base64 = '', volume }) => {
    const opened = await openVolumes([{ blob: blobOf(Buffer.from(base64, 'base64')), path: name }]);
    expect(opened.rows).toMatchObject([{ status: 'opened' }]);
    await compare(opened, volume === undefined ? [] : [volume]);
  });
});

describe.skipIf(!SAMPLES_PRESENT)('sample files', () => {
  const at = (path: string): Blob => blobOf(readFileSync(resolve(SAMPLE_ROOT, path)));

  it.each(Object.entries(samples))('%s', async (path, { volumes, error }) => {
    const pair = path.replace(/\.hdr/u, '.img');
    const files = [path, ...(pair !== path && existsSync(resolve(SAMPLE_ROOT, pair)) ? [pair] : [])];
    const opened = await openVolumes(files.map((file) => ({ blob: at(file), path: basename(file) })));
    if (error === undefined) await compare(opened, volumes ?? []);
    else expect(opened.series).toEqual([]);
  });

  it.each(Object.entries(others.samples))('%s', async (path, volume) => {
    await compare(await openVolumes([{ blob: at(path), path: basename(path) }]), [volume]);
  });
});
