import type { Migration } from './migration';

/** A row of `packages` as version 1 wrote it. */
interface PackageRowV1 {
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  readonly summary: object;
}

/**
 * Versions side by side: packages move to a table keyed by id and version, their old rows stay where they are. Keys of
 * publishers that the user vouches for.
 */
export const v2: Migration = {
  version: 2,
  stores: {
    installed: '[id+version]',
    publisherKeys: 'publicKey',
  },
  upgrade: async (transaction) => {
    const rows = await transaction.table<PackageRowV1>('packages').toArray();
    await transaction.table('installed').bulkPut(
      rows.map((row) => ({
        ...row,
        summary: { sources: [], outputs: [], verified: true, ...row.summary },
        manifestSha256: row.files.find(({ path }) => path === 'manifest.json')?.sha256 ?? '',
        origin: 'imported',
        pinned: false,
        licenseAcceptedAt: null,
      })),
    );
  },
};
