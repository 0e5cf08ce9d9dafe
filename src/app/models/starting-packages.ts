import type { Report } from '../context';
import type { PackagesState } from '../app';
import { fetchConfiguredPackage, fetchPackage, shippedPackages } from './package-sources';
import type { PackageImporter } from './package-import';

/**
 * Installs what comes with the app and what the administrator has put beside it, where it is not installed already.
 * Never throws; each failure is surfaced once, the others go on.
 */
export async function installStartingPackages(
  importer: Pick<PackageImporter, 'install'>,
  packages: { getState(): PackagesState },
  configured: readonly string[],
  report: Report,
): Promise<void> {
  const isInstalled = (manifestSha256: string): boolean =>
    packages.getState().installed.some((one) => one.manifestSha256 === manifestSha256 && one.trust.state !== 'tampered' && one.error === null);
  for (const shipped of await shippedPackages().catch(() => [])) {
    if (isInstalled(shipped.manifestSha256)) continue;
    await fetchPackage(shipped)
      .then((files) => importer.install(files, 'shipped', false))
      .catch(report);
  }
  for (const folder of configured) {
    await fetchConfiguredPackage(folder, isInstalled)
      .then((files) => (files === null ? undefined : importer.install(files, 'configured', false)))
      .catch(report);
  }
}
