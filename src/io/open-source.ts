import { AppError, isAbort, toAppError, type ErrorCode } from '../domain/errors';
import type { AbortLike } from '../domain/ports';
import { gunzipHead } from './archive/gzip';
import { unpackMember } from './archive/unpack-member';
import { readZipMembers } from './archive/zip-directory';
import { readSlice } from './blob-reader';
import { openDicom } from './dicom/open-dicom';
import { headHash } from './file-head';
import { inflateToBlob } from './inflate';
import { LIMITS } from './limits';
import type { CompanionFile, PackedMember, SourceOutcome } from './opened';
import { openPhoto } from './photo/open-photo';
import { openTiff } from './open-tiff';
import { openDrawnSlide } from './slide/drawn/drawn-slide';
import { sniff, type FileFormat } from './sniff';
import { documentForm, openTextual } from './text/open-textual';
import { openVolume } from './volume/open-volume';

export interface OpenOptions {
  readonly signal?: AbortLike | undefined;
  /** How the bytes are packed, for members of an archive. */
  readonly packed?: PackedMember | null | undefined;
  /** False where a table or a text is not what was meant: among the images of a folder or archive. Default true. */
  readonly documents?: boolean | undefined;
  /** The file that a header without samples has asked for (`detached`). */
  readonly companion?: CompanionFile | null | undefined;
}

/**
 * Finds out what a file is, by its content, and reads its headers by slices; nothing is decoded. Never throws but
 * for an abort: what is wrong with a file is its outcome. The result is plain data that crosses to any thread.
 */
export async function openSource(source: Blob, path: string, options: OpenOptions = {}): Promise<SourceOutcome> {
  try {
    const { signal, packed = null, documents = true, companion = null } = options;
    const plain = { signal, documents, companion, unzipped: false };
    if (packed === null) return await openPlain(source, path, plain);
    const unpacked = await unpackMember(source, packed, signal);
    return withSource(await openPlain(unpacked, path, plain), unpacked);
  } catch (error) {
    if (isAbort(error)) throw error;
    const { code, context } = error instanceof RangeError ? new AppError('out-of-memory', 'no memory') : toAppError(error);
    return { kind: 'failed', reason: code, context };
  }
}

interface PlainOptions {
  readonly signal: AbortLike | undefined;
  readonly documents: boolean;
  readonly companion: CompanionFile | null;
  /** It has come out of a gzip file already. */
  readonly unzipped: boolean;
}

async function openPlain(source: Blob, path: string, options: PlainOptions): Promise<SourceOutcome> {
  const { signal, unzipped } = options;
  if (source.size === 0) return { kind: 'failed', reason: 'empty-file', context: {} };
  const first = await readSlice(source, 0, LIMITS.headerWindow, signal);
  const format = sniff(first, source.size);
  if (format === 'gzip') return unzipped ? skipped('not-an-image', format) : openGzip(source, first, path, options);
  const outcome = await openAs(format, source, first, path, options);
  return outcome.kind === 'parts' && !unzipped ? { ...outcome, head: await headHash(first) } : outcome;
}

async function openAs(
  format: Exclude<FileFormat, 'gzip'>,
  source: Blob,
  first: Uint8Array<ArrayBuffer>,
  path: string,
  { signal, documents, companion }: PlainOptions,
): Promise<SourceOutcome> {
  switch (format) {
    case 'dicom':
      return openDicom(source, first, signal);
    case 'png':
    case 'jpeg':
      return openPhoto(format, source, first, signal);
    case 'tiff':
      return openTiff(source, signal);
    case 'drawn-slide':
      return openDrawnSlide(first);
    case 'zip':
      return { kind: 'expand', members: await readZipMembers(source, signal) };
    case 'nifti':
    case 'metaimage':
    case 'nrrd':
      return openVolume(format, { blob: source, first, path, gzipped: false }, companion, signal);
    case 'volume':
      return skipped('volume-format-later', format);
    case 'zeiss':
    case 'mirax':
    case 'olympus':
    case 'isyntax':
    case 'vms':
      return skipped(`slide-format-${format}`, format);
    case 'other-image':
      return skipped('image-variant-unsupported', format);
    case 'table':
    case 'records':
    case 'text': {
      if (claimsImage(path)) return { kind: 'failed', reason: 'unknown-format', context: {} };
      const form = documentForm(format, path);
      if (form === null) return skipped('not-an-image', format);
      return documents ? openTextual(form, source, signal) : skipped('document-beside-images', format);
    }
    case 'not-image':
      return claimsImage(path) ? { kind: 'failed', reason: 'unknown-format', context: {} } : skipped('not-an-image', format);
    case 'unknown':
      return { kind: claimsImage(path) ? 'failed' : 'skipped', reason: 'unknown-format', context: {} };
  }
}

/** A gzipped file is that file; an archive of several it is not. Only what can be shown is inflated in full. */
async function openGzip(source: Blob, first: Uint8Array, path: string, options: PlainOptions): Promise<SourceOutcome> {
  const head = gunzipHead(first, LIMITS.headerWindow);
  const inner = sniff(head, Infinity);
  if (inner === 'gzip' || inner === 'zip' || head.byteLength === 0) return skipped('not-an-image', 'gzip');
  const readable = READABLE.has(inner);
  const name = path.replace(/\.gz$/iu, '');
  if (inner === 'nifti' || inner === 'metaimage' || inner === 'nrrd') {
    return openVolume(inner, { blob: source, first: head, path: name, gzipped: true }, options.companion, options.signal);
  }
  if (!readable) return openAs(inner, source, head, name, options);
  const inflated = await inflateToBlob(source, 'gzip', { limit: LIMITS.archiveMember, signal: options.signal });
  return withSource(await openPlain(inflated, name, { ...options, unzipped: true }), inflated);
}

const READABLE: ReadonlySet<FileFormat> = new Set(['dicom', 'png', 'jpeg', 'tiff', 'table', 'records', 'text']);

function withSource(outcome: SourceOutcome, source: Blob): SourceOutcome {
  if (outcome.kind !== 'parts') return outcome;
  return { ...outcome, parts: outcome.parts.map((part) => ({ ...part, source: part.source ?? source })) };
}

function skipped(reason: ErrorCode, format: FileFormat): SourceOutcome {
  return { kind: 'skipped', reason, context: { format } };
}

/** The name plays one part only: whether content that is no image is worth an error or a quiet line. */
function claimsImage(path: string): boolean {
  return /\.(dcm|dicom|dic|ima|png|jpe?g|jfif|tiff?|svs|ndpi|scn|bif|zip)$/iu.test(path);
}
