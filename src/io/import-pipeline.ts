import { isAbort, toAppError, type ErrorCode, type ErrorContext } from '../domain/errors';
import type { InstanceId, SeriesId } from '../domain/ids';
import type { FileReportRow, FileStatus, ImportProgress } from '../domain/import-report';
import type { Provenance } from '../domain/study';
import { LIMITS } from './limits';
import type { OpenDocument } from '../domain/text-document';
import { holdsDocumentsOnly } from './text/open-textual';
import type { CompanionFile, ExpandedMember, OpenedInstance, PackedMember, PixelLocator, SourceOutcome } from './opened';
import { runOrdered } from './run-ordered';
import { sameBytes } from './same-bytes';
import type { Lookalike, StudyBuilder } from './study-builder';
import { isSystemFile } from './system-files';

export interface ImportSource {
  readonly blob: Blob;
  /** Within the drop, `/`-separated. */
  readonly path: string;
  /** The file itself was given, not a folder around it; default: its path names no folder. */
  readonly itself?: boolean | undefined;
}

/** Opens one file: `openSource` itself in Node, the worker pool in the browser. */
export type Opener = (
  blob: Blob,
  path: string,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly packed: PackedMember | null;
    readonly documents: boolean;
    readonly companion: CompanionFile | null;
  },
) => Promise<SourceOutcome>;

/** An image in a file; `source` and `locator` are what decoding needs. */
export interface FoundImage {
  /** The open image: this one, or the one this is a copy of. */
  readonly instance: InstanceId;
  readonly series: SeriesId;
  readonly source: Blob;
  readonly locator: PixelLocator;
  readonly part: OpenedInstance;
  /** SHA-256 of the file's first 64 KiB; null where `source` is not the file given. */
  readonly head: string | null;
  /** The row this belongs to. */
  readonly name: string;
}

export type ImportEvent =
  /** An image can be shown from now on. */
  | (FoundImage & { readonly type: 'instance' })
  /** A table or a text has become a series. */
  | { readonly type: 'document'; readonly series: SeriesId; readonly document: OpenDocument; readonly path: string }
  /** In order of the files given; an archive's own row comes before those of its members. */
  | { readonly type: 'rows'; readonly rows: readonly FileReportRow[] }
  | { readonly type: 'progress'; readonly progress: ImportProgress };

export interface ImportOptions {
  readonly open: Opener;
  readonly builder: StudyBuilder;
  readonly onEvent: (event: ImportEvent) => void;
  /** A file that is open already, under this or another name: what it holds, before its row says `duplicate-instance`. */
  readonly onDuplicate?: ((found: FoundImage) => void) | undefined;
  /** Files opened at the same time. */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Finds a file that a DICOMDIR names and that was not given (command line); null when there is none. */
  readonly resolve?: ((path: string) => Promise<Blob | null>) | undefined;
}

/**
 * Imports files: opens each, expands archives and directories, groups images into series. Files come out in the
 * order given, whatever finishes first; one bad file never stops the others; never rejects.
 */
export async function importSources(sources: readonly ImportSource[], options: ImportOptions): Promise<ImportProgress> {
  return new Import(sources, options).run();
}

interface Item {
  readonly blob: Blob;
  readonly path: string;
  readonly packed: PackedMember | null;
  readonly refused: ExpandedMember['refused'];
  readonly container: Provenance['container'];
  readonly depth: number;
  readonly budget: { members: number };
  /** Tables and texts open; false among the images of a folder or archive. */
  readonly documents: boolean;
}

class Import {
  /** Every file known by now, given or found in an archive, by folded path: DICOMDIR references point at them. */
  readonly #known = new Map<string, Item>();
  /** Rows of files already handled, so that none is opened twice. */
  readonly #done = new Map<Item, readonly FileReportRow[]>();
  readonly #items: readonly Item[];
  readonly #counts = { read: 0, opened: 0, skipped: 0, failed: 0 };

  constructor(
    sources: readonly ImportSource[],
    private readonly options: ImportOptions,
  ) {
    const inFolders = sources.filter((source) => !isGivenItself(source) && !isSystemFile(source.path));
    const documentsOnly = holdsDocumentsOnly(inFolders.map(({ path }) => path));
    this.#items = sources.map((source) => ({
      blob: source.blob,
      path: source.path,
      documents: documentsOnly || isGivenItself(source),
      packed: null,
      refused: null,
      container: 'file',
      depth: 0,
      budget: { members: 0 },
    }));
    for (const item of this.#items) this.#known.set(fold(item.path), item);
  }

  async run(): Promise<ImportProgress> {
    this.#progress('reading');
    await this.#runAll(this.#items, (_item, rows) => {
      const own = rows[0];
      if (own !== undefined) this.#count(own.status);
      this.options.onEvent({ type: 'rows', rows });
      this.#progress('reading');
    });
    this.options.builder.endOfImport();
    return this.#progress(this.options.signal?.aborted === true ? 'cancelled' : 'done');
  }

  async #runAll(items: readonly Item[], commit: (item: Item, rows: readonly FileReportRow[]) => void): Promise<void> {
    const settled = new Map<Item, readonly FileReportRow[]>();
    let next = 0;
    await runOrdered(
      headersFirst(items),
      this.options.concurrency ?? 4,
      (item) => this.#open(item),
      async (item, outcome) => {
        settled.set(item, await this.#settle(item, outcome));
        for (let due = items[next]; due !== undefined; due = items[++next]) {
          const rows = settled.get(due);
          if (rows === undefined) return;
          commit(due, rows);
        }
      },
    );
  }

  /** Opens ahead of its turn; nothing is grouped or reported here. */
  async #open(item: Item): Promise<SourceOutcome> {
    const { signal } = this.options;
    if (this.#done.has(item)) return SEEN;
    if (signal?.aborted === true) return CANCELLED;
    if (isSystemFile(item.path)) return { kind: 'skipped', reason: 'system-file', context: {} };
    if (item.refused !== null) return { kind: 'failed', ...item.refused };
    return this.#read(item, null);
  }

  async #read({ blob, path, packed, documents }: Item, companion: CompanionFile | null): Promise<SourceOutcome> {
    try {
      return await this.options.open(blob, path, { signal: this.options.signal, packed, documents, companion });
    } catch (error) {
      if (isAbort(error)) return CANCELLED;
      const { code, context } = toAppError(error);
      return { kind: 'failed', reason: code, context };
    }
  }

  /** In turn: groups what was opened and gives the file's rows, its own first. */
  async #settle(item: Item, outcome: SourceOutcome): Promise<readonly FileReportRow[]> {
    const done = this.#done.get(item);
    if (done !== undefined) return done;
    // Set first, so that directories that name each other come to an end.
    this.#done.set(item, []);
    const rows = await this.#rows(item, outcome);
    this.#done.set(item, rows);
    return rows;
  }

  async #rows(item: Item, outcome: SourceOutcome): Promise<readonly FileReportRow[]> {
    switch (outcome.kind) {
      case 'parts':
        return [await this.#addParts(item, outcome.parts, outcome.remark, outcome.head ?? null)];
      case 'document':
        return [this.#addDocument(item, outcome.document, outcome.remark)];
      case 'expand':
        return this.#expand(item, outcome.members);
      case 'directory':
        return this.#follow(item, outcome.references);
      case 'detached':
        return this.#join(item, outcome.name);
      case 'skipped':
      case 'failed':
        return [row(item, outcome.kind, outcome.reason, outcome.context, null)];
    }
  }

  async #addParts(item: Item, parts: readonly OpenedInstance[], remark: ErrorCode | null, head: string | null): Promise<FileReportRow> {
    const { builder, onEvent, onDuplicate } = this.options;
    const provenance: Provenance = { path: item.path, container: item.container, byteLength: item.packed?.size ?? item.blob.size };
    let series: SeriesId | null = null;
    let opened = 0;
    for (const part of parts) {
      const source = part.source ?? item.blob;
      const image = { source, locator: part.locator, part, name: item.path, head: part.source === null ? head : null };
      const original = await findCopy(builder.lookalikes(part, provenance), source);
      if (original !== null) {
        series ??= original.series;
        onDuplicate?.({ ...image, instance: original.instance, series: original.series });
        continue;
      }
      const added = builder.add(part, provenance, source);
      series ??= added.series;
      opened++;
      onEvent({ type: 'instance', ...image, ...added });
    }
    if (opened === 0) return row(item, 'skipped', 'duplicate-instance', {}, series);
    return row(item, 'opened', remark, {}, series);
  }

  #addDocument(item: Item, document: OpenDocument, remark: ErrorCode | null): FileReportRow {
    const series = this.options.builder.addDocument(document, item.path);
    this.options.onEvent({ type: 'document', series, document, path: item.path });
    return row(item, 'opened', remark, {}, series);
  }

  async #expand(item: Item, members: readonly ExpandedMember[]): Promise<readonly FileReportRow[]> {
    if (item.depth >= LIMITS.archiveDepth) return [row(item, 'failed', 'archive-too-deep', { depth: item.depth }, null)];
    item.budget.members += members.length;
    if (item.budget.members > LIMITS.archiveEntries) {
      return [row(item, 'failed', 'decompression-bomb', { members: item.budget.members }, null)];
    }
    const documents = holdsDocumentsOnly(members.map(({ path }) => path).filter((path) => !isSystemFile(path)));
    const items = members.map(({ path, blob, packed, refused }) => ({
      blob,
      path: `${item.path}!/${path}`,
      packed,
      refused,
      container: 'zip' as const,
      depth: item.depth + 1,
      budget: item.budget,
      documents,
    }));
    for (const member of items) this.#known.set(fold(member.path), member);
    const rows: FileReportRow[] = [];
    await this.#runAll(items, (_member, memberRows) => rows.push(...memberRows));
    return [archiveRow(item, rows), ...rows];
  }

  /** A DICOMDIR: its images are read where it says they are, each once, however it is reached. */
  async #follow(item: Item, references: readonly string[]): Promise<readonly FileReportRow[]> {
    const folder = item.path.slice(0, item.path.lastIndexOf('/') + 1);
    const found: { readonly name: string; readonly target: Item | null }[] = [];
    for (const reference of references) {
      const target = await this.#find(item, `${folder}${reference}`);
      if (target !== item) found.push({ name: `${item.path}!/${reference}`, target });
    }
    const told = new Map<Item, FileReportRow>();
    await this.#runAll([...new Set(found.flatMap(({ target }) => (target === null ? [] : [target])))], (target, [own]) => {
      if (own !== undefined) told.set(target, own);
    });
    // In directory order, what is missing in its place.
    const rows = found.flatMap(({ name, target }): FileReportRow[] => {
      if (target === null)
        return [{ name, status: 'failed', reason: 'dicomdir-reference-missing', context: {}, member: true, series: null }];
      const own = told.get(target);
      return own === undefined ? [] : [{ ...own, name, member: true }];
    });
    const opened = rows.find(({ status }) => status === 'opened');
    const status = opened === undefined ? 'skipped' : 'opened';
    return [
      row(item, status, opened === undefined ? 'dicomdir-index' : null, { references: references.length }, opened?.series ?? null),
      ...rows,
    ];
  }

  /** A header whose samples are in a file beside it: both are one image, and the other's row says so. */
  async #join(item: Item, name: string): Promise<readonly FileReportRow[]> {
    const folder = item.path.slice(0, item.path.lastIndexOf('/') + 1);
    const target = (await this.#find(item, `${folder}${name}`)) ?? (await this.#find(item, `${folder}${name}.gz`));
    if (target === null || target === item) return [row(item, 'failed', 'volume-data-missing', {}, null)];
    const outcome = await this.#read(item, { blob: target.blob, packed: target.packed });
    const rows = outcome.kind === 'detached' ? [row(item, 'failed', 'volume-data-missing', {}, null)] : await this.#rows(item, outcome);
    const [own] = rows;
    if (own?.status === 'opened' && !this.#done.has(target)) this.#done.set(target, [row(target, 'opened', 'volume-data', {}, own.series)]);
    return rows;
  }

  async #find(directory: Item, path: string): Promise<Item | null> {
    const known = this.#known.get(fold(path)) ?? this.#known.get(`${fold(path)}.dcm`);
    if (known !== undefined) return known;
    const blob = directory.container === 'zip' ? null : ((await this.options.resolve?.(path)) ?? null);
    if (blob === null) return null;
    const item: Item = { ...directory, blob, path, packed: null, refused: null, container: 'dicomdir', depth: directory.depth + 1 };
    this.#known.set(fold(path), item);
    return item;
  }

  #count(status: FileStatus): void {
    this.#counts.read++;
    this.#counts[status]++;
  }

  #progress(state: ImportProgress['state']): ImportProgress {
    const progress = { state, given: this.#items.length, ...this.#counts };
    this.options.onEvent({ type: 'progress', progress });
    return progress;
  }
}

const CANCELLED: SourceOutcome = { kind: 'skipped', reason: 'cancelled-by-user', context: {} };
/** Stands in for a file that a DICOMDIR has brought in already. */
const SEEN: SourceOutcome = { kind: 'skipped', reason: 'duplicate-instance', context: {} };

async function findCopy(candidates: readonly Lookalike[], source: Blob): Promise<Lookalike | null> {
  for (const candidate of candidates) if (await sameBytes(candidate.source, source)) return candidate;
  return null;
}

function isGivenItself({ path, itself }: ImportSource): boolean {
  return itself ?? !path.includes('/');
}

/** File systems and DICOMDIRs differ in case, and media in `\`. */
function fold(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase();
}

function row(item: Item, status: FileStatus, reason: ErrorCode | null, context: ErrorContext, series: SeriesId | null): FileReportRow {
  return { name: item.path, status, reason, context, member: item.depth > 0, series };
}

/** Opened when at least one member is, a copy when one was open before; otherwise what the first fault, or the first member, says. */
function archiveRow(item: Item, rows: readonly FileReportRow[]): FileReportRow {
  const opened = rows.find(({ status }) => status === 'opened');
  const context = { members: rows.length };
  if (opened !== undefined) return row(item, 'opened', null, context, opened.series);
  const copy = rows.find(({ reason }) => reason === 'duplicate-instance');
  const telling = copy ?? rows.find(({ status }) => status === 'failed') ?? rows.find(({ reason }) => reason !== 'system-file') ?? rows[0];
  return row(item, telling?.status ?? 'skipped', telling?.reason ?? 'not-an-image', context, copy?.series ?? null);
}

/** Headers that may name another file are read before it, so that it is known as theirs in its turn. The name decides nothing else. */
function headersFirst<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  const isHeader = ({ path }: T): boolean => /\.(hdr|mhd|nhdr)(\.gz)?$/iu.test(path);
  return [...files.filter(isHeader), ...files.filter((file) => !isHeader(file))];
}
