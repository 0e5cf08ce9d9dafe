import { checkPipeline } from '../check-pipeline';
import { fillManifest } from '../fill-manifest';
import { MANIFEST_PATH } from '../limits';
import type { PackageFiles } from '../package-files';
import { parseManifest } from '../parse-manifest';
import type { Conversion } from './conversion';
import { conversionFailed } from './shared/draft-network';

/**
 * The files of a draft with its manifest, hashes filled in. What the schema or the pipeline check refuses is no draft.
 * @throws AppError `conversion-failed`, `package-schema`, `package-step-unknown`.
 */
export async function finishDraft({ manifest, files }: Conversion): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const reader: PackageFiles = {
    list: () => Promise.resolve([...files.keys()]),
    size: (path) => Promise.resolve(files.get(path)?.length ?? 0),
    read: (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? Promise.reject(conversionFailed(`the draft has no ${path}`)) : Promise.resolve(bytes);
    },
  };
  const listed = { ...manifest, files: [...files.keys()].map((path) => ({ path })) };
  const bytes = new TextEncoder().encode(`${JSON.stringify(await fillManifest(listed, reader), null, 2)}\n`);
  checkPipeline(parseManifest(bytes));
  return new Map([...files, [MANIFEST_PATH, bytes]]);
}
