import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../../src/app/app';
import { partDrop } from '../../../src/app/models/dropped-packages';
import { collectPackages } from '../../../src/app/models/export-packages';
import { packPackage } from '../../../src/app/models/package-archive';
import { type ComputeHost } from '../../../src/app/workers/compute.client';
import { canonicalBytes } from '../../../src/inference/packages/trust/canonical-json';
import type { PackageBlobs } from '../../../src/inference/packages/package-files';
import { writeZip } from '../../fixtures/dicom/write-zip';
import { packed, tinyNetwork, tinyPackage } from '../../inference/fixtures/tiny-package';
import { allowOpfs } from '../../storage/fakes';
import { packageWorld } from '../support/package-world';

const BIOIMAGE = fileURLToPath(new URL('../../../../shared/data/models/spec-bioimage-io/unet2d_nuclei_broad', import.meta.url));
if (!existsSync(BIOIMAGE)) console.log('skipped: the BioImage.IO sample is not there');

beforeAll(allowOpfs);

type Edit = (json: Record<string, unknown>) => void;
const version =
  (text: string, more: Edit = () => undefined): Edit =>
  (json) => {
    json['version'] = text;
    more(json);
  };

async function signed(files: PackageBlobs, key: KeyObject, keyId = 'labx'): Promise<PackageBlobs> {
  const manifest = JSON.parse((await files.get('manifest.json')?.text()) ?? '') as Record<string, unknown>;
  manifest['publisher'] = { name: 'Labo X', key_id: keyId };
  const { x = '' } = key.export({ format: 'jwk' });
  const signature = {
    alg: 'Ed25519',
    key_id: keyId,
    public_key: Buffer.from(x, 'base64url').toString('base64'),
    signature: sign(null, canonicalBytes(manifest), key).toString('base64'),
  };
  return new Map(files)
    .set('manifest.json', new Blob([JSON.stringify(manifest)]))
    .set('manifest.sig', new Blob([JSON.stringify(signature)]));
}

const asFile = (name: string, blob: Blob): DroppedFile => ({ file: new File([blob], name), path: name });
const archived = async (files: PackageBlobs, name = 'tiny.mdpkg'): Promise<DroppedFile> => asFile(name, await packPackage(files));
const asFolder = (files: PackageBlobs, folder: string): DroppedFile[] =>
  [...files].map(([path, blob]) => ({ file: new File([blob], path.split('/').at(-1) ?? ''), path: `${folder}/${path}` }));

const hosts: ComputeHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.release();
});

async function setUp(parts: Parameters<typeof packageWorld>[0] = {}) {
  const { compute, storage, ...world } = packageWorld(parts);
  hosts.push(compute);
  const { stores, catalogue } = world;
  await catalogue.restore([]);
  const rows = (): string[] =>
    stores.packages.getState().installed.map((one) => `${one.summary.version} ${one.trust.state}${one.active ? ' active' : ''}${one.pinned ? ' pinned' : ''}`);
  const refused = (): string[] => stores.packages.getState().refused.map(({ code }) => code);
  return { ...world, storage: await storage, rows, refused };
}

/** Answers the question that the import will ask, and gives what it asked about. */
async function answering(app: Awaited<ReturnType<typeof setUp>>, files: readonly DroppedFile[], agreed: boolean): Promise<readonly string[]> {
  let concerns: readonly string[] = [];
  const stop = app.stores.packages.subscribe(({ question }) => {
    if (question === null || concerns.length > 0) return;
    ({ concerns } = question);
    queueMicrotask(() => {
      app.commands.answerImport(agreed);
    });
  });
  await app.commands.importPackages(files);
  stop();
  return concerns;
}

const tiny = (change?: Edit): PackageBlobs => packed(tinyPackage(), change);

describe('importing', () => {
  it('a file, a folder, a collection: installed, tested on this machine, kept over a restart', async () => {
    const app = await setUp();
    await app.commands.importPackages([await archived(tiny())]);
    await app.commands.importPackages(asFolder(tiny(version('1.1.0')), 'some folder'));
    expect(app.rows()).toEqual(['1.1.0 unsigned active', '1.0.0 unsigned']);
    await app.catalogue.tested('tiny');
    const used = app.stores.models.getState().models;
    expect(used).toMatchObject([{ summary: { id: 'tiny', version: '1.1.0' }, readyOffline: true, selfTests: [{ provider: 'wasm', passed: true }] }]);
    expect(app.stores.packages.getState().installed[0]?.selfTestStates).toEqual({ webgpu: 'unsupported', wasm: 'passed' });

    const { file, packages, unreadable } = await collectPackages(app.storage);
    expect([packages, unreadable]).toEqual([2, 0]);
    const next = await setUp();
    await next.commands.importPackages([asFile('all.mdpkgs', file)]);
    expect([next.rows(), next.refused()]).toEqual([['1.1.0 unsigned active', '1.0.0 unsigned'], []]);

    app.storage.close();
    const again = await setUp({ factory: app.factory, opfs: app.opfs });
    expect([again.rows(), again.reported]).toEqual([['1.1.0 unsigned active', '1.0.0 unsigned'], []]);
    expect(again.stores.packages.getState().storage).toMatchObject({ used: 10, left: 990, durability: 'best-effort' });
  });

  it('pins an older version, and gives way when it is deleted', async () => {
    const app = await setUp();
    for (const text of ['1.0.0', '1.1.0']) await app.commands.importPackages([await archived(tiny(version(text)))]);
    await app.commands.pinPackage('tiny', '1.0.0', true);
    expect(app.rows()).toEqual(['1.0.0 unsigned active pinned', '1.1.0 unsigned']);
    await app.commands.importPackages([await archived(tiny(version('2.0.0')))]);
    expect(app.rows()[0]).toBe('1.0.0 unsigned active pinned');
    expect(app.catalogue.handle('tiny').key).toContain('tiny@1.0.0#');
    await app.commands.removePackage('tiny', '1.0.0');
    expect(app.rows()).toEqual(['2.0.0 unsigned active', '1.1.0 unsigned']);
    await app.commands.removePackage('tiny', '1.1.0');
    await app.commands.removePackage('tiny', '2.0.0');
    expect([app.rows(), app.opfs.files.size, app.stores.models.getState().selected]).toEqual([[], 0, null]);
  });

  it('a publisher the user vouches for is known from then on, also after a restart', async () => {
    const app = await setUp();
    const files = await signed(tiny(), generateKeyPairSync('ed25519').privateKey);
    await app.commands.importPackages([await archived(files)]);
    expect(app.rows()).toEqual(['1.0.0 unknown active']);
    const signature = app.stores.packages.getState().installed[0]?.trust.signature;
    const publicKey = signature?.publicKey ?? '';
    await app.commands.trustPublisher({ name: 'Laboratoire X', keyId: 'labx', publicKey });
    expect(app.stores.packages.getState().installed[0]?.trust).toMatchObject({ state: 'known', publisher: 'Laboratoire X' });
    app.storage.close();
    const again = await setUp({ factory: app.factory, opfs: app.opfs });
    expect(again.rows()).toEqual(['1.0.0 known active']);
    await again.commands.distrustPublisher(publicKey);
    expect(again.rows()).toEqual(['1.0.0 unknown active']);
  });
});

describe('what is no package yet', () => {
  it('a bare network: what it does not say is asked, the draft is marked unverified', async () => {
    const app = await setUp();
    const asked: unknown[] = [];
    app.stores.packages.subscribe(({ draft }, { draft: before }) => {
      if (draft === null || draft === before) return;
      asked.push(draft);
      queueMicrotask(() => {
        app.commands.answerDraft({ name: 'My cells', size: [64, 64], mean: [0], std: [1], labels: ['A', 'B', 'C'] });
      });
    });
    await app.commands.importPackages([asFile('tiny.onnx', new Blob([tinyNetwork()]))]);
    expect(asked).toMatchObject([
      {
        kind: 'network',
        name: 'tiny.onnx',
        network: {
          task: 'detection',
          size: [64, 64],
          classes: 3,
          opsets: ['ai.onnx 17'],
          inputs: [{ name: 'image', shape: [1, 3, 64, 64] }],
          metadata: [['made_by', 'tests']],
        },
      },
    ]);
    expect(app.refused()).toEqual([]);
    const [draft] = app.stores.packages.getState().installed;
    expect(draft).toMatchObject({ summary: { id: 'my-cells', verified: false, intendedUse: { status: 'research' } }, trust: { state: 'unsigned' } });
    expect(draft?.summary.labels.map(({ key }) => key)).toEqual(['A', 'B', 'C']);
    await app.catalogue.tested('my-cells');
    // Without test vectors nothing was tested, and nothing says it was.
    expect(app.stores.packages.getState().installed[0]?.selfTestStates.wasm).toBe('none');
  });

  it('a network nobody wants a draft of, or that is none, leaves nothing', async () => {
    const app = await setUp();
    app.stores.packages.subscribe(({ draft }) => {
      if (draft !== null) queueMicrotask(() => app.commands.answerDraft(null));
    });
    await app.commands.importPackages([asFile('tiny.onnx', new Blob([tinyNetwork()]))]);
    expect([app.rows(), app.refused()]).toEqual([[], []]);
    await app.commands.importPackages([asFile('noise.onnx', new Blob([new Uint8Array(1000).fill(0xff)]))]);
    expect([app.rows(), app.refused()]).toEqual([[], ['onnx-malformed']]);
  });

  it.skipIf(!existsSync(BIOIMAGE))('a BioImage.IO model, as a folder, loose files or zipped: converted under its own name, what is left out is told, its own test passes', async () => {
    const names = readdirSync(BIOIMAGE);
    const files = names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(BIOIMAGE, name))) }));
    const folder = files.map(({ name, bytes }) => ({ file: new File([bytes], name), path: `unet2d/${name}` }));
    const loose = files.map(({ name, bytes }) => asFile(name, new Blob([bytes])));
    for (const given of [folder, loose, [asFile('unet2d.zip', new Blob([writeZip(files)]))]]) {
      const app = await setUp();
      const drafts: string[] = [];
      app.stores.packages.subscribe(({ draft }, { draft: before }) => {
        if (draft === null || draft === before) return;
        drafts.push(draft.kind === 'converted' ? `${draft.from} ${draft.name}` : draft.kind);
        queueMicrotask(() => {
          app.commands.answerDraft({});
        });
      });
      await app.commands.importPackages(given);
      expect([drafts, app.refused()]).toEqual([['bioimageio UNet 2D Nuclei Broad'], []]);
      const [draft] = app.stores.packages.getState().installed;
      await app.catalogue.tested(draft?.summary.id ?? '');
      expect(app.stores.packages.getState().installed[0]).toMatchObject({ summary: { verified: false }, selfTestStates: { wasm: 'passed' } });
    }
  });
});

describe('what asks first', () => {
  it('a replayed older version, signed or not', async () => {
    const app = await setUp();
    const { privateKey } = generateKeyPairSync('ed25519');
    await app.commands.importPackages([await archived(await signed(tiny(version('2.0.0')), privateKey))]);
    const older = [await archived(await signed(tiny(version('1.9.0')), privateKey))];
    expect(await answering(app, older, false)).toEqual(['older-version']);
    expect([app.rows(), app.refused()]).toEqual([['2.0.0 unknown active'], []]);
    expect(await answering(app, older, true)).toEqual(['older-version']);
    expect(app.rows()).toEqual(['2.0.0 unknown active', '1.9.0 unknown']);
  });

  it('a package whose signature was taken away, or is by somebody else', async () => {
    const app = await setUp();
    const [first, other] = [generateKeyPairSync('ed25519').privateKey, generateKeyPairSync('ed25519').privateKey];
    await app.commands.importPackages([await archived(await signed(tiny(), first))]);
    expect(await answering(app, [await archived(tiny())], false)).toEqual(['weaker-trust', 'same-version']);
    expect(await answering(app, [await archived(await signed(tiny(version('1.1.0')), other))], false)).toEqual(['weaker-trust']);
    expect(app.rows()).toEqual(['1.0.0 unknown active']);
    // The very same package again is no question.
    expect(await answering(app, [await archived(await signed(tiny(), first))], false)).toEqual([]);
  });

  it('a licence to accept, once', async () => {
    const app = await setUp();
    const licensed = [await archived(tiny((json) => (json['license_accept'] = true)))];
    expect(await answering(app, licensed, false)).toEqual(['license']);
    expect(app.rows()).toEqual([]);
    expect(await answering(app, licensed, true)).toEqual(['license']);
    expect(await app.storage.models.list()).toMatchObject([{ licenseAcceptedAt: '2026-11-22T08:00:00.000Z' }]);
    expect(await answering(app, licensed, true)).toEqual([]);
  });
});

describe('what is refused leaves nothing behind', () => {
  async function flipped(files: PackageBlobs, path: string): Promise<PackageBlobs> {
    const bytes = new Uint8Array((await files.get(path)?.arrayBuffer()) ?? new ArrayBuffer(0));
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 4;
    return new Map(files).set(path, new Blob([bytes]));
  }

  it.each([
    ['network.onnx', 'package-hash-mismatch'],
    ['tests/input.npy', 'package-hash-mismatch'],
    ['card.md', 'package-hash-mismatch'],
    ['manifest.json', 'package-tampered'],
    ['manifest.sig', 'package-tampered'],
  ])('one bit of %s', async (path, code) => {
    const app = await setUp();
    const files = await signed(tiny(), generateKeyPairSync('ed25519').privateKey);
    await app.commands.importPackages([await archived(await flipped(files, path))]);
    expect([app.refused(), app.opfs.files.size, await app.storage.models.list()]).toEqual([[code], 0, []]);
  });

  it('no room half-way: said so, what was there still works', async () => {
    const app = await setUp();
    await app.commands.importPackages([await archived(tiny())]);
    const before = [...app.opfs.files.keys()];
    app.opfs.quota = [...app.opfs.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0) + 10;
    await app.commands.importPackages([await archived(tiny(version('2.0.0')))]);
    expect(app.refused()).toEqual(['storage-quota']);
    expect([...app.opfs.files.keys()]).toEqual(before);
    expect(app.rows()).toEqual(['1.0.0 unsigned active']);
  });

  it('one bad package of a collection does not stop the others, files that are no model are named', async () => {
    const app = await setUp();
    const bytesOf = async (files: PackageBlobs): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await (await packPackage(files)).arrayBuffer());
    const good = await bytesOf(tiny());
    const collection = writeZip([
      { name: 'bad.mdpkg', bytes: good.subarray(0, good.length >> 1) },
      { name: 'good.mdpkg', bytes: good },
    ]);
    await app.commands.importPackages([asFile('all.zip', new Blob([collection])), asFile('photo.jpg', new Blob(['nothing']))]);
    expect(app.refused()).toEqual(['archive-malformed', 'package-malformed']);
    expect(app.rows()).toEqual(['1.0.0 unsigned active']);
    app.commands.dismissRefusals();
    expect(app.refused()).toEqual([]);
  });
});

describe('a collection in a collection', () => {
  it('is refused: one that holds itself would never end', async () => {
    const app = await setUp();
    const good = new Uint8Array(await (await packPackage(tiny())).arrayBuffer());
    const inner = writeZip([{ name: 'tiny.mdpkg', bytes: good }]);
    const outer = writeZip([
      { name: 'inner.mdpkg', bytes: inner },
      { name: 'good.mdpkg', bytes: good },
    ]);
    await app.commands.importPackages([asFile('all.zip', new Blob([outer]))]);
    expect(app.refused()).toEqual(['package-unsafe']);
    expect(app.rows()).toEqual(['1.0.0 unsigned active']);
  });
});

describe('what is stored', () => {
  it('is blocked and said to be altered when its bytes change, by the check asked for and at every start', async () => {
    const app = await setUp();
    await app.commands.importPackages([await archived(tiny())]);
    await app.catalogue.tested('tiny');
    const weights = tinyPackage().manifest.files.find(({ path }) => path === 'network.onnx')?.sha256 ?? '';
    const stored = app.opfs.files.get(weights)?.slice() ?? new Uint8Array();
    stored[100] = (stored[100] ?? 0) ^ 1;
    app.opfs.files.set(weights, stored);
    await app.commands.verifyPackage('tiny', '1.0.0');
    expect(app.rows()).toEqual(['1.0.0 tampered active']);
    expect(app.stores.models.getState().models).toMatchObject([{ state: 'failed', error: 'package-hash-mismatch' }]);
    expect(() => app.catalogue.handle('tiny')).toThrow(expect.objectContaining({ code: 'model-not-installed' }) as Error);
    app.storage.close();
    const again = await setUp({ factory: app.factory, opfs: app.opfs });
    expect([again.rows(), again.reported]).toEqual([['1.0.0 tampered active'], ['package-hash-mismatch']]);
    // Given again, it is mended.
    await again.commands.importPackages([await archived(tiny())]);
    expect(again.rows()).toEqual(['1.0.0 unsigned active']);
  });
});

describe('a drop of anything', () => {
  it('is parted by content: models here, images there', async () => {
    const other = asFile('study.zip', new Blob([writeZip([{ name: 'manifest.json', bytes: new TextEncoder().encode('{"series": 3}') }])]));
    const image = asFile('a.dcm', new Blob(['DICM']));
    const bare = asFile('net.onnx', new Blob(['x']));
    const drop = [image, ...asFolder(tiny(), 'model'), await archived(tiny(), 'renamed.bin'), other, bare];
    const { packages, others } = await partDrop(drop);
    expect(packages.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['folder model', 'archive renamed.bin', 'network net.onnx']);
    expect(others).toEqual([image, other]);
  });
});
