import { sign as signBytes } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../domain/errors';
import { packPackage } from '../app/models/package-archive';
import { MANIFEST_PATH, SIGNATURE_PATH } from '../inference/packages/limits';
import { filesFromBlobs, type PackageBlobs } from '../inference/packages/package-files';
import { parseJson } from '../inference/packages/manifest-json';
import { readPackage } from '../inference/packages/read-package';
import { toBase64 } from '../inference/packages/trust/base64';
import { canonicalBytes } from '../inference/packages/trust/canonical-json';
import type { SignatureFile } from '../inference/packages/trust/package-signature';
import { folderPackage, openPackageBlobs } from './folder-package';
import { folderBlobs, writeBlob } from './pack-model';
import { publicHalf, readSigningKey, type PublicHalf } from './signing-key';

export interface SignRequest {
  readonly model: string;
  readonly key: string;
  readonly keyId: string;
  /** Null: in place. */
  readonly out: string | null;
}

export interface SignOutcome extends PublicHalf {
  readonly package: string;
  readonly id: string;
  readonly version: string;
  readonly key_id: string;
}

/**
 * Signs a package that is sound: the manifest is made to name the key (`publisher.key_id`), and `manifest.sig` is written
 * beside it, over its canonical JSON.
 * @throws AppError `usage` for the key, `package-*`, `onnx-*`, `read-failed`, `export-failed`.
 */
export async function signModel({ model, key: keyPath, keyId, out }: SignRequest): Promise<SignOutcome> {
  const key = await readSigningKey(keyPath);
  const isFolder = (await stat(model).catch(() => null))?.isFile() !== true;
  const unsigned = await withoutSignature(model, isFolder);
  const manifest = nameKey(parseJson(await filesFromBlobs(unsigned).read(MANIFEST_PATH)), keyId);
  const half = await publicHalf(key);
  const signature: SignatureFile = {
    alg: 'Ed25519',
    key_id: keyId,
    public_key: half.public_key,
    signature: toBase64(signBytes(null, canonicalBytes(manifest), key)),
  };
  const files = new Map(unsigned).set(MANIFEST_PATH, jsonBlob(manifest)).set(SIGNATURE_PATH, jsonBlob(signature));
  // Read as any user would, signature included, before anything is written.
  const { summary } = await readPackage(filesFromBlobs(files));
  if (out !== null || !isFolder) await writeBlob(out ?? model, await packPackage(files));
  else for (const path of [MANIFEST_PATH, SIGNATURE_PATH]) await writeFile(join(model, path), (await files.get(path)?.text()) ?? '');
  return { package: out ?? model, id: summary.id, version: summary.version, key_id: keyId, ...half };
}

/** A package signed before is signed anew. */
async function withoutSignature(model: string, isFolder: boolean): Promise<PackageBlobs> {
  const blobs = isFolder ? await unsignedFolder(model) : new Map(await openPackageBlobs(model));
  blobs.delete(SIGNATURE_PATH);
  return blobs;
}

async function unsignedFolder(folder: string): Promise<Map<string, Blob>> {
  const files = folderPackage(folder);
  const { manifest } = await readPackage({ ...files, list: async () => (await files.list()).filter((path) => path !== SIGNATURE_PATH) });
  return new Map(await folderBlobs(folder, manifest, false));
}

const publisherSchema = z.looseObject({ publisher: z.union([z.string(), z.looseObject({ name: z.string() })]) });

function nameKey(manifest: unknown, keyId: string): unknown {
  const parsed = publisherSchema.safeParse(manifest);
  if (!parsed.success) throw new AppError('package-schema', 'publisher: expected a name');
  const { publisher } = parsed.data;
  return { ...parsed.data, publisher: { ...(typeof publisher === 'string' ? { name: publisher } : publisher), key_id: keyId } };
}

function jsonBlob(value: unknown): Blob {
  return new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' });
}
