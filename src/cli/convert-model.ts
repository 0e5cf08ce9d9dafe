import { mkdir, stat, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../domain/errors';
import { finishDraft } from '../inference/packages/converters/finish-draft';
import { CONVERTERS, type ConverterId } from '../inference/packages/converters/registry';
import { filesFromBlobs, type PackageFiles } from '../inference/packages/package-files';
import { openPackage } from './folder-package';

/**
 * Writes a draft package of a foreign model into a folder.
 * @returns one line of JSON: what was written, and what could not be mapped.
 * @throws AppError `conversion-failed`, `package-*`, `onnx-*`, `read-failed`, `export-failed`.
 */
export async function convertModel(kind: ConverterId, source: string, out: string): Promise<string> {
  const conversion = await CONVERTERS[kind](await openSource(source));
  const files = await finishDraft(conversion);
  try {
    for (const [path, bytes] of files) {
      const target = join(out, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
  } catch (cause) {
    throw new AppError('export-failed', `cannot write to ${out}`, {}, { cause });
  }
  const { id, version } = conversion.manifest;
  const unmapped = conversion.unmapped.map(({ path, code, reason }) => ({ path, code, reason: reason.en }));
  return JSON.stringify({ package: out, id, version, verified: false, files: [...files.keys()].sort(), unmapped });
}

/** A folder, an archive, or one file (an ONNX, or a description whose folder is then the source). */
async function openSource(path: string): Promise<PackageFiles> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new AppError('read-failed', `cannot read ${path}`);
  if (found.isFile() && /\.(ya?ml|json)$/i.test(path)) return openPackage(dirname(path));
  if (found.isFile() && !/\.(zip|mdpkg)$/i.test(path)) return filesFromBlobs(new Map([[basename(path), await openAsBlob(path)]]));
  return openPackage(path);
}
