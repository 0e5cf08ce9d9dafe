import { z } from 'zod';
import { AppError, toAppError } from '../../domain/errors';
import type { PackageBlobs } from '../../inference/packages/package-files';
import type { DroppedFile } from '../app';

/** `models/index.json`, written by the build: what the app ships. */
const indexSchema = z.object({
  packages: z.array(
    z.object({
      id: z.string(),
      folder: z.string(),
      files: z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() })),
    }),
  ),
});

/** A package as it lies beside the app. */
export interface ShippedPackage {
  readonly id: string;
  /** Paths relative to the app. */
  readonly files: readonly { readonly path: string; readonly url: string }[];
  /** Hash of the manifest: tells whether the installed package is this very one. */
  readonly manifestSha256: string;
}

/** What the build ships. Empty where the list cannot be had (the installed models still work). */
export async function shippedPackages(): Promise<readonly ShippedPackage[]> {
  const response = await fetchOwn('./models/index.json').catch(() => null);
  if (response === null) return [];
  const { packages } = indexSchema.parse(await response.json());
  return packages.map(({ id, folder, files }) => ({
    id,
    manifestSha256: files.find(({ path }) => path === 'manifest.json')?.sha256 ?? '',
    files: files.map(({ path }) => ({ path, url: `./${folder}${path}` })),
  }));
}

/** @throws AppError `read-failed` when a file of the package cannot be fetched. */
export async function fetchPackage(shipped: ShippedPackage): Promise<PackageBlobs> {
  const entries = await Promise.all(
    shipped.files.map(async ({ path, url }) => [path, await (await fetchOwn(url)).blob()] as const),
  );
  return new Map(entries);
}

/** A package folder that an administrator put beside the app: its manifest names its files. */
export async function fetchConfiguredPackage(folder: string): Promise<PackageBlobs> {
  const manifest = await (await fetchOwn(`./${folder}manifest.json`)).blob();
  const listed = z
    .object({ files: z.array(z.object({ path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w\-./]+$/) })) })
    .safeParse(await manifest.text().then(JSON.parse).catch(() => null));
  if (!listed.success) throw new AppError('package-malformed', 'the manifest of a configured package lists no files', { folder });
  const files = await Promise.all(
    listed.data.files.map(async ({ path }) => [path, await (await fetchOwn(`./${folder}${path}`)).blob()] as const),
  );
  return new Map([['manifest.json', manifest], ...files]);
}

/** The files of a dropped package folder, by path relative to its `manifest.json`. */
export function droppedPackage(files: readonly DroppedFile[]): PackageBlobs {
  const manifest = files.find(({ path }) => path === 'manifest.json' || path.endsWith('/manifest.json'));
  if (manifest === undefined) throw new AppError('package-file-missing', 'the folder has no manifest.json', { path: 'manifest.json' });
  const root = manifest.path.slice(0, -'manifest.json'.length);
  return new Map(files.filter(({ path }) => path.startsWith(root)).map(({ path, file }) => [path.slice(root.length), file]));
}

async function fetchOwn(url: string): Promise<Response> {
  try {
    const response = await fetch(url, { credentials: 'same-origin' });
    if (!response.ok) throw new AppError('read-failed', `status ${String(response.status)}`, { url });
    return response;
  } catch (error) {
    throw toAppError(error, 'read-failed', { url });
  }
}
