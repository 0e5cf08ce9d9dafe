import { openSource } from '../../../src/io/open-source';
import type { FileReportRow } from '../../../src/domain/import-report';
import type { Series } from '../../../src/domain/study';
import { importSources, type ImportSource } from '../../../src/io/import-pipeline';
import { StudyBuilder } from '../../../src/io/study-builder';
import type { Place } from './canonical';

export interface OpenedVolumes {
  readonly rows: readonly FileReportRow[];
  readonly series: readonly Series[];
  /** By instance. */
  readonly places: ReadonlyMap<string, Place>;
  place(series: Series): Place;
}

/** Opens files by the app's own import path. */
export async function openVolumes(files: readonly ImportSource[]): Promise<OpenedVolumes> {
  const builder = new StudyBuilder();
  const rows: FileReportRow[] = [];
  const places = new Map<string, Place>();
  await importSources(files, {
    builder,
    open: (blob, path, options) => openSource(blob, path, options),
    onEvent: (event) => {
      if (event.type === 'rows') rows.push(...event.rows);
      else if (event.type === 'instance') places.set(event.instance, { source: event.source, locator: event.locator });
    },
  });
  const place = (series: Series): Place => {
    const found = places.get(series.instances[0]?.id ?? '');
    if (found === undefined) throw new Error('no such image');
    return found;
  };
  return { rows, series: builder.series(), places, place };
}
