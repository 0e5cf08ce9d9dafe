import { AppError } from '../../domain/errors';
import type { PublisherKey } from '../../domain/trust';
import type { Storage } from '../../storage/storage';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import { packageSources, type PackageSource } from '../models/dropped-packages';
import { collectPackages } from '../models/export-packages';
import type { ModelCatalogue } from '../models/model-catalogue';
import type { PackageImporter } from '../models/package-import';
import { downloadBlob } from '../shell/download';

type PackageCommands = Pick<
  Commands,
  | 'importPackages'
  | 'answerImport'
  | 'answerDraft'
  | 'dismissRefusals'
  | 'removePackage'
  | 'pinPackage'
  | 'verifyPackage'
  | 'trustPublisher'
  | 'distrustPublisher'
  | 'exportPackages'
> & {
  /** Packages found in a drop of anything. */
  importFound(sources: readonly PackageSource[]): Promise<void>;
};

export interface PackagePorts {
  readonly catalogue: ModelCatalogue;
  readonly importer: PackageImporter;
  readonly storage: Promise<Storage>;
  readonly notify: Notify;
  readonly report: Report;
  /** Those of the app and of the administrator. */
  publishers(): readonly PublisherKey[];
}

const COLLECTION_NAME = 'diaphane-models.mdpkgs';

export function createPackageCommands({ packages }: Stores, ports: PackagePorts): PackageCommands {
  const { catalogue, importer, notify, report } = ports;
  const told = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      report(error);
    }
  };
  const importFound = async (sources: readonly PackageSource[]): Promise<void> => {
    if ((await importer.import(sources)) > 0) notify('info', 'model-installed');
  };
  return {
    importFound,
    importPackages: (files) => told(async () => importFound(await packageSources(files))),
    answerImport(agreed) {
      importer.answer(agreed);
    },
    answerDraft(answers) {
      importer.answerDraft(answers);
    },
    dismissRefusals() {
      packages.setState({ refused: [] });
    },
    removePackage: (id, version) => told(() => catalogue.remove(id, version)),
    pinPackage: (id, version, pinned) => told(() => catalogue.pin(id, version, pinned)),
    verifyPackage: (id, version) => told(() => catalogue.verify(id, version)),
    trustPublisher: (key) =>
      told(async () => {
        await (await ports.storage).publisherKeys.put(key);
        await catalogue.refreshTrust(ports.publishers());
      }),
    distrustPublisher: (publicKey) =>
      told(async () => {
        await (await ports.storage).publisherKeys.remove(publicKey);
        await catalogue.refreshTrust(ports.publishers());
      }),
    exportPackages: () =>
      told(async () => {
        packages.setState({ busy: { name: COLLECTION_NAME, doing: 'exporting' } });
        try {
          const { file, packages: count, unreadable } = await collectPackages(await ports.storage);
          if (count === 0) throw new AppError('export-failed', 'no installed package could be read');
          downloadBlob(COLLECTION_NAME, file);
          notify('info', 'exported');
          if (unreadable > 0)
            report(new AppError('package-file-missing', 'some installed packages could not be read', { packages: unreadable }));
        } finally {
          packages.setState({ busy: null });
        }
      }),
  };
}
