import { openAsBlob } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/errors';
import { packPackage } from '../app/models/package-archive';
import { fillManifest } from '../inference/packages/fill-manifest';
import { MANIFEST_PATH, SIGNATURE_PATH } from '../inference/packages/limits';
import type { PackageBlobs } from '../inference/packages/package-files';
import { parseJson } from '../inference/packages/manifest-json';
import { readPackage } from '../inference/packages/read-package';
import type { ModelManifest } from '../inference/packages/manifest-schema';
import { folderPackage } from './folder-package';

/**
 * Makes one file of a package folder, once the whole package has been found sound: the files that the manifest lists, and
 * nothing else.
 * @returns one line.
 * @throws AppError `package-*`, `onnx-*`, `read-failed`, `export-failed`.
 */
export async function packModel(folder: string, out: string, fill: boolean): Promise<string> {
  const files = folderPackage(folder);
  if (fill) {
    const manifest = parseJson(await files.read(MANIFEST_PATH));
    await writeFile(join(folder, MANIFEST_PATH), `${JSON.stringify(await fillManifest(manifest, files), null, 2)}\n`);
  }
  const { manifest, summary, signature } = await readPackage(files);
  const blobs = await folderBlobs(folder, manifest, signature !== null);
  const bytes = await writeBlob(out, await packPackage(blobs));
  return `packed ${summary.id} ${summary.version}: ${String(blobs.size)} files, ${String(bytes)} bytes, ${out}`;
}

/** The files of a folder that a package consists of, file-backed. */
export async function folderBlobs(folder: string, manifest: ModelManifest, signed: boolean): Promise<PackageBlobs> {
  const paths = [MANIFEST_PATH, ...(signed ? [SIGNATURE_PATH] : []), ...manifest.files.map(({ path }) => path)];
  const blobs = new Map<string, Blob>();
  for (const path of paths) blobs.set(path, await openAsBlob(join(folder, path)));
  return blobs;
}

/** Read and written at a time. */
const STEP = 16 * 1024 * 1024;

/** Written beside and put in place when it is whole. @returns its size in bytes. @throws AppError `export-failed`. */
export async function writeBlob(path: string, blob: Blob): Promise<number> {
  const part = `${path}.part`;
  try {
    const file = await open(part, 'w');
    try {
      for (let at = 0; at < blob.size; at += STEP) await file.write(new Uint8Array(await blob.slice(at, at + STEP).arrayBuffer()));
    } finally {
      await file.close();
    }
    await rename(part, path);
    return blob.size;
  } catch (cause) {
    await rm(part, { force: true });
    throw new AppError('export-failed', `cannot write ${path}`, {}, { cause });
  }
}
