import { expect } from 'vitest';
import type { FileReportRow } from '../../../src/domain/import-report';
import type { DecodedFrame } from '../../../src/domain/pixels';
import type { Series } from '../../../src/domain/study';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { decodeFrame } from '../../../src/io/decode-frame';
import { importSources } from '../../../src/io/import-pipeline';
import { openSource } from '../../../src/io/open-source';
import type { OpenedInstance, SourceOutcome } from '../../../src/io/opened';
import { StudyBuilder } from '../../../src/io/study-builder';

configureNodeCodecs();

export const blobOf = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes]);

export function openBytes(bytes: Uint8Array<ArrayBuffer>, path = 'file.dcm'): Promise<SourceOutcome> {
  return openSource(blobOf(bytes), path);
}

/** The one image of a file that must open. */
export async function openOne(bytes: Uint8Array<ArrayBuffer>, path?: string): Promise<OpenedInstance> {
  const outcome = await openBytes(bytes, path);
  expect(outcome).toMatchObject({ kind: 'parts' });
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part === undefined) throw new Error('no image');
  return part;
}

export async function decodeOne(bytes: Uint8Array<ArrayBuffer>, frame = 1, path?: string): Promise<DecodedFrame> {
  const part = await openOne(bytes, path);
  return decodeFrame(part.source ?? blobOf(bytes), part.locator, frame);
}

export interface Imported {
  readonly rows: readonly FileReportRow[];
  readonly series: readonly Series[];
  readonly builder: StudyBuilder;
  /** Paths in the order they were opened. */
  readonly reads: readonly string[];
}

/** Imports named files through the whole pipeline, in the order given. */
export async function importFiles(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Imported> {
  const builder = new StudyBuilder();
  const rows: FileReportRow[] = [];
  const reads: string[] = [];
  await importSources(
    Object.entries(files).map(([path, bytes]) => ({ path, blob: blobOf(bytes) })),
    {
      builder,
      signal: options.signal,
      open: (blob, path, options) => {
        reads.push(path);
        return openSource(blob, path, options);
      },
      onEvent: (event) => {
        if (event.type === 'rows') rows.push(...event.rows);
      },
    },
  );
  return { rows, series: builder.series(), builder, reads };
}
