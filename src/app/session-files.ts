import type { StoreApi } from 'zustand/vanilla';
import { isAbort, toAppError } from '../domain/errors';
import { fileHead } from '../io/file-head';
import type { SessionState } from './app';

/** What reading asks of the session's files. */
export interface FileKeeper {
  /** The bytes to read now in the place of those first given. */
  current(source: Blob): Blob;
  /** A read has failed: whether a file has gone is looked into. */
  failed(sources: readonly Blob[], error: unknown): void;
}

/** Files that stay what they are. */
export const AS_GIVEN: FileKeeper = { current: (source) => source, failed: () => undefined };

/**
 * The files of the session. One that was removed or changed while it is read (a stick pulled out, a share gone) is asked for
 * again; what is then given in its place must have its name, its size and its beginning, and everything goes on from there.
 */
export class SessionFiles implements FileKeeper {
  /** SHA-256 of each file's first 64 KiB as it was opened. */
  readonly #heads = new Map<Blob, Promise<string | null>>();
  readonly #inPlaceOf = new Map<Blob, File>();
  readonly #lost = new Set<File>();
  readonly #looking = new Set<Blob>();

  /** @param onReturned these files can be read again */
  constructor(
    private readonly session: StoreApi<SessionState>,
    private readonly onReturned: (files: ReadonlySet<Blob>) => void,
  ) {}

  /** @param head as `fileHead`, where the file has been read already */
  add(source: Blob, head: string | null): void {
    // What came out of an archive is no file by itself.
    if (!(source instanceof File) || this.#heads.has(source)) return;
    this.#heads.set(source, head === null ? fileHead(source).catch(() => null) : Promise.resolve(head));
  }

  current(source: Blob): Blob {
    return this.#inPlaceOf.get(source) ?? source;
  }

  failed(sources: readonly Blob[], error: unknown): void {
    if (isAbort(error) || toAppError(error).code !== 'read-failed') return;
    for (const source of sources) if (this.#heads.has(source) && source instanceof File) void this.#look(source);
  }

  /**
   * Files given in the place of those that have gone.
   * @param asked they were given for that; else whether some of them are is found out
   * @returns those that were taken
   */
  async repick(given: readonly File[], asked: boolean): Promise<ReadonlySet<File>> {
    const returned = new Set<Blob>();
    const taken = new Set<File>();
    for (const lost of [...this.#lost]) {
      for (const file of given) {
        if (file.name !== lost.name || file.size !== lost.size || !(await this.#begins(lost, file))) continue;
        this.#inPlaceOf.set(lost, file);
        this.#lost.delete(lost);
        returned.add(lost);
        taken.add(file);
        break;
      }
    }
    this.#tell(asked && returned.size === 0 && this.#lost.size > 0);
    if (returned.size > 0) this.onReturned(returned);
    return taken;
  }

  clear(): void {
    this.#heads.clear();
    this.#inPlaceOf.clear();
    this.#lost.clear();
    this.#looking.clear();
  }

  /** The end of a read may have other causes: a file counts as gone when not even its first byte can be read. */
  async #look(source: File): Promise<void> {
    if (this.#lost.has(source) || this.#looking.has(source)) return;
    this.#looking.add(source);
    try {
      await this.current(source).slice(0, 1).arrayBuffer();
    } catch {
      if (this.#looking.has(source)) {
        this.#lost.add(source);
        this.#tell(false);
        await this.#lookAtOthers();
      }
    } finally {
      this.#looking.delete(source);
    }
  }

  /** With a stick or a share all of its files go: they are asked for together, not one by one as they are looked at. */
  async #lookAtOthers(): Promise<void> {
    for (const source of this.#heads.keys()) if (source instanceof File) await this.#look(source);
  }

  async #begins(lost: File, file: File): Promise<boolean> {
    const before = await this.#heads.get(lost);
    return before !== undefined && before !== null && before === (await fileHead(file).catch(() => null));
  }

  #tell(otherGiven: boolean): void {
    const lostFiles = [...this.#lost].map(({ name, size }) => ({ name, byteLength: size }));
    this.session.setState({ lostFiles, otherFileGiven: otherGiven });
  }
}
