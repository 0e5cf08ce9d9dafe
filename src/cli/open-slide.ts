import { dirname } from 'node:path';
import { AppError } from '../domain/errors';
import type { FileReportRow } from '../domain/import-report';
import type { TileSource } from '../domain/ports';
import { importSources } from '../io/import-pipeline';
import { openSource } from '../io/open-source';
import { openTileSource } from '../io/slide/open-tile-source';
import { StudyBuilder } from '../io/study-builder';
import { inputErrorMessage } from './input-errors';
import { findOnDisk, listFiles } from './node-files';

/**
 * The slide at a path, by the app's own import: a file, a folder, or one file of several, whose folder is then looked at.
 * @throws AppError with the plain sentence for the terminal as its message: nothing opens, no slide, or more than one.
 */
export async function openSlide(path: string): Promise<TileSource> {
  const alone = await importSlides(path);
  const [first, ...others] = alone.slides;
  if (others.length > 0) throw new AppError('usage', `${path}: holds ${String(alone.slides.length)} slides; give one of them`);
  if (first !== undefined && !first.several) return first.tiles;
  const around = first === undefined ? null : await importSlides(dirname(path));
  const same = around?.slides.find(({ paths }) => paths.includes(first?.paths[0] ?? ''));
  if (same !== undefined) return same.tiles;
  if (first !== undefined) return first.tiles;
  const failed = alone.rows.find(({ status }) => status === 'failed') ?? alone.rows.find(({ status }) => status === 'skipped');
  const why = failed?.reason == null ? 'not a slide' : inputErrorMessage(failed.reason);
  throw new AppError(failed?.reason ?? 'not-an-image', `${path}: ${why}`);
}

interface OpenedSlide {
  readonly tiles: TileSource;
  readonly paths: readonly string[];
  /** Its levels may be in files of their own. */
  readonly several: boolean;
}

async function importSlides(path: string): Promise<{ readonly slides: readonly OpenedSlide[]; readonly rows: readonly FileReportRow[] }> {
  const builder = new StudyBuilder();
  const rows: FileReportRow[] = [];
  const files = await listFiles(path);
  const readable = files.flatMap((file) => (file.blob === null ? [] : [{ path: file.path, blob: file.blob }]));
  if (readable.length === 0) throw new AppError('read-failed', `${path}: ${inputErrorMessage('read-failed')}`);
  await importSources(readable, {
    builder,
    open: (blob, name, options) => openSource(blob, name, { ...options, documents: false }),
    resolve: findOnDisk,
    onEvent: (event) => {
      if (event.type === 'rows') rows.push(...event.rows);
    },
  });
  const slides = builder.series().flatMap(({ id, instances }): OpenedSlide[] => {
    const bytes = builder.slideBytes(id);
    if (bytes === null) return [];
    const paths = instances.map(({ provenance }) => provenance.path);
    return [
      {
        tiles: openTileSource(bytes.sources, bytes.locator),
        paths,
        several:
          files[0]?.path === path && (bytes.locator.format === 'dicom' || (bytes.locator.format === 'tiff' && bytes.locator.set !== null)),
      },
    ];
  });
  return { slides, rows };
}
