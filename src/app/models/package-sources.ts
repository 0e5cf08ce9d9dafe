import { z } from 'zod';
import { AppError } from '../../domain/errors';
import type { PackageBlobs } from '../../inference/packages/package-files';
import { fetchOwn } from '../fetch-own';
import { sha256OfBlob } from '../hash';

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

/**
 * A package folder that an administrator put beside the app: its manifest names its files. Null when it is installed
 * already, or when there is no network and so nothing new to install.
 */
export async function fetchConfiguredPackage(folder: string, isKnown: (manifestSha256: string) => boolean): Promise<PackageBlobs | null> {
  if (!navigator.onLine) return null;
  const manifest = await (await fetchOwn(`./${folder}manifest.json`)).blob();
  if (isKnown(await sha256OfBlob(manifest))) return null;
  const listed = z
    .object({ files: z.array(z.object({ path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w\-./]+$/) })) })
    .safeParse(await manifest.text().then(JSON.parse).catch(() => null));
  if (!listed.success) throw new AppError('package-malformed', 'the manifest of a configured package lists no files', { folder });
  const files = await Promise.all(
    listed.data.files.map(async ({ path }) => [path, await (await fetchOwn(`./${folder}${path}`)).blob()] as const),
  );
  return new Map([['manifest.json', manifest], ...files]);
}
