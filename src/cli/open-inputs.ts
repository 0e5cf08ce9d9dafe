import { dirname } from 'node:path';
import { AppError, type ErrorCode } from '../domain/errors';
import type { FileReportRow } from '../domain/import-report';
import type { DecodedFrame } from '../domain/pixels';
import type { FrameSource, TileSource } from '../domain/ports';
import type { SeriesId } from '../domain/ids';
import type { FrameInfo, Series } from '../domain/study';
import type { OpenDocument } from '../domain/text-document';
import type { StoredOrder } from '../results/nifti/write-nifti';
import { storedOrder } from '../io/volume/stored-order';
import { decodeFrame } from '../io/decode-frame';
import { importSources } from '../io/import-pipeline';
import { openSource } from '../io/open-source';
import type { PixelLocator } from '../io/opened';
import { openTileSource } from '../io/slide/open-tile-source';
import { StudyBuilder } from '../io/study-builder';
import { directoryTarget } from './inspect';
import { inputErrorMessage } from './input-errors';
import { findOnDisk, listFiles } from './node-files';

/** One input of a run: an image, a series, a table or a text to work on, a file that failed, or one left out. */
export type Input =
  | {
      readonly kind: 'image';
      readonly input: string;
      /** SeriesInstanceUID; null for photos. */
      readonly seriesUid: string | null;
      readonly series: Series;
      readonly frames: FrameSource;
      /** Of a slide; null of anything else. */
      readonly tiles: TileSource | null;
      /** How a volume file stores what the series shows; null for other formats. */
      readonly storedOrder: StoredOrder | null;
    }
  /** A table or a text. */
  | { readonly kind: 'document'; readonly input: string; readonly series: Series; readonly document: OpenDocument }
  | { readonly kind: 'failed'; readonly input: string; readonly code: ErrorCode }
  /** Not an input; `why` is for the person at the terminal. */
  | { readonly kind: 'left-out'; readonly input: string; readonly why: string };

interface PixelPlace {
  readonly source: Blob;
  readonly locator: PixelLocator;
}

/**
 * Opens one argument by the app's own import path: photos one by one, the DICOM files of a series as one, `input` then
 * being their folder, in an archive `archive.zip` or `archive.zip!/folder` (or the file itself where it was the argument).
 * Sorted by `input`. Only headers are read. What a folder or archive holds besides images is left out; the same given
 * by its own name has failed.
 */
export async function openInputs(argument: string): Promise<readonly Input[]> {
  const files = await listFiles(argument);
  if (files.length === 0) return [{ kind: 'left-out', input: argument, why: 'a folder without files' }];
  const builder = new StudyBuilder();
  const places = new Map<string, PixelPlace>();
  const documents = new Map<SeriesId, { readonly document: OpenDocument; readonly path: string }>();
  const rows: FileReportRow[] = [];
  await importSources(
    files.flatMap(({ path, blob }) => (blob === null ? [] : [{ path, blob }])),
    {
      builder,
      open: openSource,
      resolve: findOnDisk,
      onEvent: (event) => {
        if (event.type === 'document') documents.set(event.series, event);
        else if (event.type === 'instance') places.set(event.instance, { source: event.source, locator: event.locator });
        else if (event.type === 'rows') rows.push(...event.rows);
      },
    },
  );
  const images = builder.series().map((series): Input => {
    const paths = series.instances.map(({ provenance }) => provenance.path);
    const itself = series.uid === null || (paths.length === 1 && paths[0] === argument);
    const input = itself ? (paths[0] ?? argument) : commonFolder(paths);
    const found = documents.get(series.id);
    if (found !== undefined) return { kind: 'document', input: found.path, series, document: found.document };
    const frames: FrameSource = { readFrame: (_series, frame) => decode(places, frame) };
    const locator = places.get(series.instances[0]?.id ?? '')?.locator;
    const order = locator === undefined ? null : storedOrder(locator, series.frames);
    const slide = builder.slideBytes(series.id);
    const tiles = slide === null ? null : openTileSource(slide.sources, slide.locator);
    return { kind: 'image', input, seriesUid: series.uid, series, frames, tiles, storedOrder: order };
  });
  const unreadable = files.flatMap(({ path, blob }): Input[] =>
    blob === null ? [{ kind: 'failed', input: path, code: 'read-failed' }] : [],
  );
  const all = [...images, ...unreadable, ...leftOver(rows, argument), ...missingReferences(rows)];
  return all.sort((a, b) => (a.input < b.input ? -1 : a.input > b.input ? 1 : 0));
}

/** Rows that no image came of, each told once: not again for the archive around it, for a DICOMDIR that names it, nor for copies. */
function leftOver(rows: readonly FileReportRow[], argument: string): Input[] {
  const given = new Set(rows.map(({ name }) => name));
  const failedInside = (archive: string): boolean =>
    rows.some(({ name, status, reason }) => status === 'failed' && reason !== MISSING && name.startsWith(`${archive}!/`));
  return rows.flatMap(({ name, status, reason, member }): Input[] => {
    if (status === 'opened' || reason === 'duplicate-instance' || reason === MISSING || failedInside(name)) return [];
    if (member && given.has(directoryTarget(name))) return [];
    const code = reason ?? 'internal';
    if (status === 'failed' || name === argument) return [{ kind: 'failed', input: name, code }];
    return [{ kind: 'left-out', input: name, why: inputErrorMessage(code) }];
  });
}

const MISSING = 'dicomdir-reference-missing';

/** One note for each DICOMDIR that came without files it names. */
function missingReferences(rows: readonly FileReportRow[]): Input[] {
  const counts = new Map<string, number>();
  for (const { name, reason } of rows) {
    if (reason !== MISSING) continue;
    const directory = name.slice(0, name.lastIndexOf('!/'));
    counts.set(directory, (counts.get(directory) ?? 0) + 1);
  }
  return [...counts].map(([input, count]) => ({
    kind: 'left-out',
    input,
    why: `files that it names and that are not there: ${String(count)}`,
  }));
}

async function decode(places: ReadonlyMap<string, PixelPlace>, frame: FrameInfo): Promise<DecodedFrame> {
  const place = places.get(frame.instance);
  if (place === undefined) throw new AppError('internal', 'an image without pixels was opened');
  return decodeFrame(place.source, place.locator, frame.frameNumber);
}

/** The deepest folder or archive that holds all the paths. */
export function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => dirname(path).split('/'));
  let common = first;
  for (const parts of rest) {
    const differs = common.findIndex((part, i) => part !== parts[i]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common.join('/').replace(/!$/u, '');
}
