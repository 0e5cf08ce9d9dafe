import { createHash } from 'node:crypto';
import { toAppError, type AppError } from '../domain/errors';
import type { FileReportRow } from '../domain/import-report';
import type { InstanceId } from '../domain/ids';
import type { DecodedFrame } from '../domain/pixels';
import type { Series } from '../domain/study';
import { decodeFrame } from '../io/decode-frame';
import { importSources, type FoundImage } from '../io/import-pipeline';
import { openSource } from '../io/open-source';
import { StudyBuilder } from '../io/study-builder';
import { describeSlide, type InspectedSlide } from './inspect-slide';
import { findOnDisk, type GivenFile } from './node-files';

/** One line of `image inspect`. */
export interface InspectLine {
  readonly input: string;
  readonly status: FileReportRow['status'];
  readonly reason: string | null;
  /** Opaque, the same for all images of one series; null when nothing opened. */
  readonly series: string | null;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly transferSyntax: string | null;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly frames: number | null;
  /** [row, column] in mm. */
  readonly spacing: readonly [number, number] | null;
  readonly photometric: string | null;
  /** Of a slide, whole where it is in several files: its format, µm/px, objective and levels; null for other kinds. */
  readonly slide: InspectedSlide | null;
  /** Of each frame's stored values, null for a frame that does not decode; null for depths other than 8 and 16 bits, and for slides too large to be held. Only with pixels asked for. */
  readonly frameSha256?: readonly (string | null)[] | null;
}

/** What the app would make of these files: the app's own import and decode path, line by line, in the order given. */
export async function* inspect(files: readonly GivenFile[], options: { readonly pixels: boolean }): AsyncGenerator<InspectLine> {
  const builder = new StudyBuilder();
  /** Of each file that can be read. */
  const reports: (readonly FileReportRow[])[] = [];
  const images = new Map<string, FoundImage>();
  const sources = files.flatMap(({ path, blob }) => (blob === null ? [] : [{ path, blob }]));
  await importSources(sources, {
    builder,
    open: (blob, path, options) => openSource(blob, path, { ...options, documents: false }),
    resolve: findOnDisk,
    onEvent: (event) => {
      if (event.type === 'rows') reports.push(event.rows);
      else if (event.type === 'instance') images.set(event.name, event);
    },
    onDuplicate: (image) => images.set(image.name, image),
  });
  const seriesOf = new Map<InstanceId, Series>();
  for (const series of builder.series()) for (const instance of series.instances) seriesOf.set(instance.id, series);
  let next = 0;
  for (const { path, blob } of files) {
    if (blob === null) yield withoutImage(path, 'failed', 'read-failed');
    else for (const row of reports[next++] ?? []) yield await line(row);
  }

  /** Media write names in capitals, and without the extension, that copies of them may have got. */
  function named(path: string): FoundImage | undefined {
    const exact = images.get(path);
    if (exact !== undefined) return exact;
    const wanted = path.toLowerCase();
    const name = [...images.keys()].find((key) => [wanted, `${wanted}.dcm`].includes(key.toLowerCase()));
    return name === undefined ? undefined : images.get(name);
  }

  async function line(row: FileReportRow): Promise<InspectLine> {
    const image = images.get(row.name) ?? (row.member ? named(directoryTarget(row.name)) : undefined);
    // An archive or directory has members of its own, and nothing to describe.
    if (image === undefined || (row.status !== 'opened' && row.reason !== 'duplicate-instance')) {
      return withoutImage(row.name, row.status, row.reason);
    }
    return describe(row, image, seriesOf.get(image.instance), options.pixels);
  }
}

/** `folder/DICOMDIR!/IMAGES/A` names the file `folder/IMAGES/A`. */
export function directoryTarget(name: string): string {
  const at = name.lastIndexOf('!/');
  const directory = name.slice(0, at);
  return directory.slice(0, directory.lastIndexOf('/') + 1) + name.slice(at + 2);
}

async function describe(row: FileReportRow, found: FoundImage, series: Series | undefined, pixels: boolean): Promise<InspectLine> {
  const { image, frames, kind, series: attributes } = found.part;
  const spacing = frames[0]?.spacing ?? null;
  const line = {
    input: row.name,
    status: row.status,
    reason: row.reason,
    series: series?.id ?? found.series,
    kind,
    modality: attributes.modality,
    transferSyntax: image.transferSyntax,
    rows: image.rows,
    columns: image.columns,
    frames: image.frameCount,
    spacing: spacing === null ? null : ([spacing.row, spacing.column] as const),
    photometric: image.photometric,
    slide: series?.slide === undefined ? null : describeSlide(series.slide),
  };
  if (!pixels) return line;
  const { hashes, failure } = await hashFrames(found);
  if (failure === null || row.status !== 'opened') return { ...line, frameSha256: hashes };
  // One frame that decodes is enough for the image to be shown.
  const some = hashes?.some((hash) => hash !== null) === true;
  return { ...line, status: some ? 'opened' : 'failed', reason: failure.code, frameSha256: some ? hashes : null };
}

async function hashFrames({
  source,
  locator,
  part,
}: FoundImage): Promise<{ readonly hashes: (string | null)[] | null; readonly failure: AppError | null }> {
  const hashes: (string | null)[] = [];
  let failure: AppError | null = null;
  for (let frame = 1; frame <= part.image.frameCount; frame++) {
    try {
      const hash = hashFrame(await decodeFrame(source, locator, frame, { colour: 'as-stored' }));
      if (hash === null) return { hashes: null, failure };
      hashes.push(hash);
    } catch (error) {
      // A slide is read by tiles: that it does not fit as one frame is no fault of it.
      if (locator.kind === 'slide' && toAppError(error).code === 'dimensions-absurd') return { hashes: null, failure: null };
      failure ??= toAppError(error);
      hashes.push(null);
    }
  }
  return { hashes, failure };
}

/** Node runs on little-endian machines only, so the typed array's bytes are the little-endian ones. */
export function hashFrame({ pixels, bitsAllocated }: DecodedFrame): string | null {
  if ((bitsAllocated !== 8 && bitsAllocated !== 16) || pixels.BYTES_PER_ELEMENT * 8 !== bitsAllocated) return null;
  return createHash('sha256')
    .update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength))
    .digest('hex');
}

/** The line of a file of which nothing can be shown. */
function withoutImage(input: string, status: FileReportRow['status'], reason: string | null): InspectLine {
  return {
    input,
    status,
    reason,
    series: null,
    kind: null,
    modality: null,
    transferSyntax: null,
    rows: null,
    columns: null,
    frames: null,
    spacing: null,
    photometric: null,
    slide: null,
  };
}
