import type { StoreApi } from 'zustand/vanilla';
import { abortError, AppError, isAbort, toAppError } from '../../domain/errors';
import type { ImportConcern, InstalledPackage, PackageOrigin } from '../../domain/installed-package';
import { isWeaker, trustOf, type Trust } from '../../domain/trust';
import { compareVersions } from '../../domain/version';
import { MANIFEST_PATH, SIGNATURE_PATH } from '../../inference/packages/limits';
import { missing, type PackageBlobs } from '../../inference/packages/package-files';
import type { PackageFileBlob } from '../../storage/repositories/model-store';
import type { Storage } from '../../storage/storage';
import type { DraftAnswers, DraftQuestion, ImportQuestion, PackagesState } from '../app';
import { sha256OfBlob } from '../hash';
import type { InspectedPackage, PackagePreview } from '../workers/compute-api';
import type { ComputeHost } from '../workers/compute.client';
import type { PackageSource } from './dropped-packages';
import type { ModelCatalogue } from './model-catalogue';

export interface ImportPorts {
  readonly packages: StoreApi<PackagesState>;
  readonly storage: Promise<Storage>;
  readonly compute: Pick<ComputeHost, 'unpack' | 'preview' | 'inspect' | 'convert' | 'describe' | 'draft'>;
  readonly catalogue: Pick<ModelCatalogue, 'adopt' | 'refreshStorage'>;
}

/** What an archive holds, once it is unpacked. */
const WHOLE = { package: 'folder', foreign: 'foreign' } as const;

/**
 * Brings packages in, one after the other: unpacked and previewed, asked about where there is something to ask, written,
 * checked byte by byte as written, and only then listed. What is refused leaves nothing behind.
 */
export class PackageImporter {
  #queue: Promise<unknown> = Promise.resolve();
  #answer: ((agreed: boolean) => void) | null = null;
  #draftAnswer: ((answers: DraftAnswers | null) => void) | null = null;
  #refusals = 0;

  constructor(private readonly ports: ImportPorts) {}

  /** Never throws: what goes wrong with one package is told in `PackagesState.refused`, and the others go on. @returns how many were installed. */
  import(sources: readonly PackageSource[]): Promise<number> {
    const { packages } = this.ports;
    const done = this.#queue.then(async () => {
      packages.setState({ refused: [] });
      let installed = 0;
      for (const source of sources) installed += await this.#importSource(source);
      packages.setState({ busy: null });
      if (installed > 0) void (await this.ports.storage).requestPersistence().then(() => this.ports.catalogue.refreshStorage());
      return installed;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** The user's word on the open question. */
  answer(agreed: boolean): void {
    this.ports.packages.setState({ question: null });
    this.#answer?.(agreed);
    this.#answer = null;
  }

  /** What the user says of the open draft; null where none is to be made. */
  answerDraft(answers: DraftAnswers | null): void {
    this.ports.packages.setState({ draft: null });
    this.#draftAnswer?.(answers);
    this.#draftAnswer = null;
  }

  /**
   * Installs one package.
   * @param ask false for packages that nobody imports by hand (shipped, configured).
   * @throws AppError `package-*`, `onnx-*`, `storage-quota`, `read-failed`; AbortError when the user declines.
   */
  async install(files: PackageBlobs, origin: PackageOrigin, ask: boolean): Promise<void> {
    const preview = await this.ports.compute.preview(files);
    const licenseAccepted = ask && (await this.#ask(preview));
    const storage = await this.ports.storage;
    const checked: { readonly stored: PackageBlobs; readonly inspected: InspectedPackage }[] = [];
    const record = await storage.models.put({
      summary: preview.summary,
      files: await filesToKeep(files, preview),
      manifestSha256: preview.manifestSha256,
      origin,
      licenseAccepted,
      hash: sha256OfBlob,
      verify: async (stored) => {
        checked.push({ stored, inspected: await this.ports.compute.inspect(stored) });
      },
    });
    const last = checked.at(-1);
    if (last === undefined) throw new AppError('internal', 'a package was kept unchecked');
    await this.ports.catalogue.adopt(record, last.stored, last.inspected);
    void this.ports.catalogue.refreshStorage();
  }

  /** @param inCollection a file of several packages holds packages alone: one that held itself would never end. */
  async #importSource(source: PackageSource, inCollection = false): Promise<number> {
    const { packages, compute } = this.ports;
    packages.setState({ busy: { name: source.name, doing: 'importing' } });
    try {
      switch (source.kind) {
        case 'folder':
          await this.install(source.files, 'imported', true);
          return 1;
        case 'archive': {
          const unpacked = await compute.unpack(source.archive);
          if (unpacked.kind !== 'collection') return await this.#importSource({ ...unpacked, kind: WHOLE[unpacked.kind], name: source.name });
          if (inCollection) throw new AppError('package-unsafe', 'packages in packages in packages', { what: 'collection', entry: source.name });
          let installed = 0;
          for (const { name, archive } of unpacked.packages) installed += await this.#importSource({ kind: 'archive', name, archive }, true);
          return installed;
        }
        case 'foreign': {
          const { from, name, unmapped, files } = await compute.convert(source.files);
          await this.#askDraft({ kind: 'converted', name, from, unmapped });
          await this.install(files, 'imported', true);
          return 1;
        }
        case 'network': {
          const answers = await this.#askDraft({ kind: 'network', name: source.name, network: await compute.describe(source.file) });
          const { files } = await compute.draft(source.file, source.name.replace(/\.onnx$/i, ''), answers);
          await this.install(files, 'imported', true);
          return 1;
        }
        case 'unknown':
          throw new AppError('package-malformed', `${source.name} is no model package`);
      }
    } catch (error) {
      if (!isAbort(error)) this.#refuse(source.name, error);
      return 0;
    }
  }

  #refuse(name: string, error: unknown): void {
    const { code, context, message } = toAppError(error);
    const refusal = { id: ++this.#refusals, name, code, context, message };
    this.ports.packages.setState((state) => ({ refused: [...state.refused, refusal] }));
  }

  /** @throws AbortError when the user wants no draft. */
  async #askDraft(draft: DraftQuestion): Promise<DraftAnswers> {
    this.ports.packages.setState({ draft });
    const answers = await new Promise<DraftAnswers | null>((resolve) => (this.#draftAnswer = resolve));
    if (answers === null) throw abortError();
    return answers;
  }

  /** Whether a licence was accepted. @throws AbortError when the user declines. */
  async #ask(preview: PackagePreview): Promise<boolean> {
    const { installed, publishers } = this.ports.packages.getState();
    const question = questionOf(preview, trustOf(preview.signature, publishers), installed);
    if (question === null) return false;
    this.ports.packages.setState({ question });
    const agreed = await new Promise<boolean>((resolve) => (this.#answer = resolve));
    if (!agreed) throw abortError();
    return question.concerns.includes('license');
  }
}

/** What to ask before this package is installed; null where there is nothing. */
export function questionOf(
  { summary, licenseToAccept, manifestSha256 }: Pick<PackagePreview, 'summary' | 'licenseToAccept' | 'manifestSha256'>,
  trust: Trust,
  installed: readonly InstalledPackage[],
): ImportQuestion | null {
  const versions = installed.filter((one) => one.summary.id === summary.id && one.trust.state !== 'tampered');
  const same = versions.find((one) => one.summary.version === summary.version);
  const newest = [...versions].sort((a, b) => compareVersions(b.summary.version, a.summary.version))[0];
  const compared = same ?? newest;
  const concerns: ImportConcern[] = [];
  if (same === undefined && newest !== undefined && compareVersions(summary.version, newest.summary.version) < 0) concerns.push('older-version');
  if (compared !== undefined && isWeaker(trust, compared.trust)) concerns.push('weaker-trust');
  if (same !== undefined && same.manifestSha256 !== manifestSha256) concerns.push('same-version');
  // The very package that is installed was agreed to before.
  if (licenseToAccept !== null && same?.manifestSha256 !== manifestSha256) concerns.push('license');
  if (concerns.length === 0) return null;
  return {
    summary,
    trust,
    concerns,
    installed: compared === undefined ? null : { version: compared.summary.version, trust: compared.trust },
    license: concerns.includes('license') ? licenseToAccept : null,
  };
}

/** The manifest, its signature and what it lists, under the hashes that it gives. @throws AppError `package-file-missing`. */
async function filesToKeep(files: PackageBlobs, { manifest, manifestSha256, signature }: PackagePreview): Promise<readonly PackageFileBlob[]> {
  const find = (path: string): Blob => {
    const blob = files.get(path);
    if (blob === undefined) throw missing(path);
    return blob;
  };
  const seal = signature === null ? null : find(SIGNATURE_PATH);
  return [
    { path: MANIFEST_PATH, sha256: manifestSha256, blob: find(MANIFEST_PATH) },
    ...(seal === null ? [] : [{ path: SIGNATURE_PATH, sha256: await sha256OfBlob(seal), blob: seal }]),
    ...manifest.files.map(({ path, sha256 }) => ({ path, sha256, blob: find(path) })),
  ];
}
