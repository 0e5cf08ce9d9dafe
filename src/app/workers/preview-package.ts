import { filesFromBlobs, readVerified, sha256Hex, type PackageBlobs } from '../../inference/packages/package-files';
import { MANIFEST_PATH } from '../../inference/packages/limits';
import type { ModelManifest } from '../../inference/packages/manifest-schema';
import { readPackageHeader } from '../../inference/packages/read-package';
import { summarize } from '../../inference/packages/summary';
import type { PackagePreview } from './compute-api';

/** A licence is read by people. */
const LONGEST_LICENSE = 256 * 1024;

/** Reads a package as far as costs nothing. @throws AppError `package-*`, `read-failed`. */
export async function previewPackage(blobs: PackageBlobs): Promise<PackagePreview> {
  const files = filesFromBlobs(blobs);
  const { manifest, signature } = await readPackageHeader(files);
  const text = manifest.license_accept === true ? await licenseText(manifest, blobs) : null;
  return {
    manifest,
    signature,
    summary: await summarize(manifest, ''),
    manifestSha256: await sha256Hex(await files.read(MANIFEST_PATH)),
    licenseToAccept: manifest.license_accept === true ? (text ?? manifest.license) : null,
  };
}

async function licenseText(manifest: ModelManifest, blobs: PackageBlobs): Promise<string | null> {
  const record = manifest.files.find(({ path, size }) => /^licen[cs]e(\.[a-z]+)?$/i.test(path) && size <= LONGEST_LICENSE);
  return record === undefined ? null : new TextDecoder().decode(await readVerified(filesFromBlobs(blobs), record));
}
