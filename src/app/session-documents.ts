import type { SeriesId } from '../domain/ids';
import type { OpenDocument } from '../domain/text-document';

/** The tables and texts of a session: memory only, gone with the study. */
export class SessionDocuments {
  readonly #documents = new Map<SeriesId, OpenDocument>();

  add(series: SeriesId, document: OpenDocument): void {
    this.#documents.set(series, document);
  }

  get(series: SeriesId): OpenDocument | null {
    return this.#documents.get(series) ?? null;
  }

  clear(): void {
    this.#documents.clear();
  }
}
