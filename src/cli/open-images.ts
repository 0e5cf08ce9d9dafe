import { dirname } from 'node:path';
import { AppError, type ErrorCode } from '../domain/errors';
import type { FileReportRow } from '../domain/import-report';
import type { DecodedFrame } from '../domain/pixels';
import type { FrameInfo, Series } from '../domain/study';
import { decodeFrame } from '../io/decode-frame';
import { importSources, type ImportSource } from '../io/import-pipeline';
import { openSource } from '../io/open-source';
import type { PixelLocator } from '../io/opened';
import { StudyBuilder } from '../io/study-builder';
import { findOnDisk, listFiles, openFile } from './node-files';

/** One line of a run: an image or a series to work on, a file that failed, or one left out. */
export type Input =
  | {
      readonly kind: 'image';
      readonly input: string;
      /** SeriesInstanceUID; null for photos. */
      readonly seriesUid: string | null;
      readonly series: Series;
      decode(frame: FrameInfo): Promise<DecodedFrame>;
    }
  | { readonly kind: 'failed'; readonly input: string; readonly code: ErrorCode }
  | { readonly kind: 'skipped'; readonly input: string; readonly code: ErrorCode };

interface PixelPlace {
  readonly source: Blob;
  readonly locator: PixelLocator;
}

/**
 * Opens one argument by the app's own import path: photos one by one, the DICOM files of a series as one, `input` then
 * being their folder (or the file itself where it was the argument). Sorted by `input`. Only headers are read.
 */
export async function openImages(argument: string): Promise<readonly Input[]> {
  let sources: readonly ImportSource[];
  try {
    const files = await listFiles([argument]);
    sources = await Promise.all(files.map(({ path }) => openFile(path)));
  } catch {
    return [{ kind: 'failed', input: argument, code: 'read-failed' }];
  }
  const folder = sources[0]?.path !== argument;
  const builder = new StudyBuilder();
  const places = new Map<string, PixelPlace>();
  const rows: FileReportRow[] = [];
  await importSources(sources, {
    builder,
    open: openSource,
    resolve: findOnDisk,
    onEvent: (event) => {
      if (event.type === 'instance') places.set(event.instance, { source: event.source, locator: event.locator });
      else if (event.type === 'rows') rows.push(...event.rows);
    },
  });
  const images = builder.series().map((series): Input => {
    const paths = series.instances.map(({ provenance }) => provenance.path);
    const input = series.uid === null || !folder ? (paths[0] ?? argument) : commonFolder(paths);
    return { kind: 'image', input, seriesUid: series.uid, series, decode: (frame) => decode(places, frame) };
  });
  const others = rows.flatMap(({ name, status, reason }): Input[] => {
    if (status === 'opened' || reason === 'duplicate-instance' || reason === 'dicomdir-index') return [];
    return [{ kind: status, input: name, code: reason ?? 'internal' }];
  });
  return [...images, ...others].sort((a, b) => (a.input < b.input ? -1 : a.input > b.input ? 1 : 0));
}

async function decode(places: ReadonlyMap<string, PixelPlace>, frame: FrameInfo): Promise<DecodedFrame> {
  const place = places.get(frame.instance);
  if (place === undefined) throw new AppError('internal', 'an image without pixels was opened');
  return decodeFrame(place.source, place.locator, frame.frameNumber);
}

/** The deepest folder that holds all the paths. */
export function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => dirname(path).split('/'));
  let common = first;
  for (const parts of rest) {
    const differs = common.findIndex((part, i) => part !== parts[i]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return common.join('/');
}
