import { DRAWN_SLIDE_MAGIC } from '../domain/demo/tissue/tissue-slide';
import { looksLikeBareDataset } from './dicom/guess-encoding';
import { hasPart10Prefix } from './dicom/read-header';
import { textFormatOf } from './text/text-format';

export type FileFormat =
  | 'dicom'
  | 'png'
  | 'jpeg'
  | 'tiff'
  | 'zip'
  | 'gzip'
  | 'nifti'
  | 'metaimage'
  | 'nrrd'
  | 'volume'
  | 'zeiss'
  | 'mirax'
  | 'olympus'
  | 'isyntax'
  | 'vms'
  | 'drawn-slide'
  | 'other-image'
  | 'table'
  | 'records'
  | 'text'
  | 'not-image'
  | 'unknown';

interface Signature {
  readonly format: FileFormat;
  readonly at: number;
  readonly bytes: string | readonly number[];
}

/** In order: the first that matches wins. A DICOM prefix comes before all others, as its preamble may hold a TIFF header. */
const SIGNATURES: readonly Signature[] = [
  { format: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: 'jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: 'tiff', at: 0, bytes: 'II*\0' },
  { format: 'tiff', at: 0, bytes: 'MM\0*' },
  { format: 'tiff', at: 0, bytes: 'II+\0' },
  { format: 'tiff', at: 0, bytes: 'MM\0+' },
  { format: 'zip', at: 0, bytes: 'PK\x03\x04' },
  { format: 'zip', at: 0, bytes: 'PK\x05\x06' },
  { format: 'gzip', at: 0, bytes: [0x1f, 0x8b, 0x08] },
  { format: 'nifti', at: 344, bytes: 'n+1\0' },
  { format: 'nifti', at: 344, bytes: 'ni1\0' },
  { format: 'nifti', at: 4, bytes: 'n+2\0' },
  { format: 'nifti', at: 4, bytes: 'ni2\0' },
  { format: 'volume', at: 0, bytes: [0x5c, 0x01, 0x00, 0x00] },
  { format: 'volume', at: 0, bytes: [0x00, 0x00, 0x01, 0x5c] },
  { format: 'nrrd', at: 0, bytes: 'NRRD000' },
  { format: 'metaimage', at: 0, bytes: 'ObjectType' },
  { format: 'volume', at: 0, bytes: 'CDF\x01' },
  { format: 'metaimage', at: 0, bytes: 'NDims' },
  { format: 'volume', at: 0, bytes: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] },
  // FreeSurfer MGH: version 1, big endian, then a plausible width.
  { format: 'volume', at: 0, bytes: [0x00, 0x00, 0x00, 0x01, 0x00, 0x00] },
  { format: 'drawn-slide', at: 0, bytes: DRAWN_SLIDE_MAGIC },
  { format: 'zeiss', at: 0, bytes: 'ZISRAWFILE' },
  { format: 'olympus', at: 0, bytes: 'SIS\0' },
  { format: 'isyntax', at: 0, bytes: '<DataObject ObjectType="DPUfsImport"' },
  { format: 'vms', at: 0, bytes: '[Virtual Microscope Specimen]' },
  { format: 'vms', at: 0, bytes: '[Uncompressed Virtual Microscope Specimen]' },
  { format: 'vms', at: 0, bytes: '[NanoZoomer Digital Pathology Image Set]' },
  { format: 'mirax', at: 0, bytes: '[GENERAL]\r\nSLIDE_' },
  { format: 'other-image', at: 0, bytes: 'GIF8' },
  { format: 'other-image', at: 0, bytes: [0xff, 0x4f, 0xff, 0x51] },
  { format: 'other-image', at: 4, bytes: 'jP  \r\n' },
  { format: 'other-image', at: 4, bytes: 'JXL \r\n' },
  { format: 'other-image', at: 8, bytes: 'WEBP' },
  { format: 'other-image', at: 4, bytes: 'ftyphei' },
  { format: 'other-image', at: 4, bytes: 'ftypavif' },
  { format: 'other-image', at: 0, bytes: [0xff, 0x0a] },
  { format: 'not-image', at: 0, bytes: '%PDF' },
  { format: 'not-image', at: 4, bytes: 'ftyp' },
  { format: 'not-image', at: 0, bytes: 'RIFF' },
  { format: 'not-image', at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { format: 'not-image', at: 0, bytes: 'MZ' },
  { format: 'not-image', at: 0, bytes: 'Rar!' },
  { format: 'not-image', at: 0, bytes: '7z\xbc\xaf' },
  { format: 'not-image', at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { format: 'not-image', at: 0, bytes: 'SQLite format' },
];

/** What a file is, by its first bytes; its name plays no part. */
export function sniff(first: Uint8Array<ArrayBuffer>, byteLength: number): FileFormat {
  if (hasPart10Prefix(first)) return 'dicom';
  for (const { format, at, bytes } of SIGNATURES) if (matches(first, at, bytes)) return format;
  if (isBitmap(first)) return 'other-image';
  if (isCommentedMetaImage(first)) return 'metaimage';
  if (looksLikeBareDataset(first, byteLength)) return 'dicom';
  return textFormat(first, byteLength);
}

function matches(first: Uint8Array, at: number, bytes: string | readonly number[]): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const expected = typeof bytes === 'string' ? bytes.charCodeAt(i) : bytes[i];
    if (first[at + i] !== expected) return false;
  }
  return true;
}

/** MetaIO writes a comment, where there is one, before the object's type. */
function isCommentedMetaImage(first: Uint8Array): boolean {
  if (!matches(first, 0, 'Comment')) return false;
  return /^Comment\s*=[^\n]*\nObjectType\s*=\s*Image/u.test(new TextDecoder('windows-1252').decode(first.subarray(0, 4096)));
}

/** `BM`, a size, two reserved zeros, and a header size BMP knows. */
function isBitmap(first: Uint8Array): boolean {
  return matches(first, 0, 'BM') && matches(first, 6, [0, 0, 0, 0]) && [12, 40, 52, 56, 108, 124].includes(first[14] ?? 0);
}

/** AFNI headers are text without a signature of their own. */
function textFormat(first: Uint8Array, byteLength: number): FileFormat {
  const head = new TextDecoder('windows-1252').decode(first.subarray(0, 256)).trimStart();
  if (/^type\s*=\s*(string|integer|float)-attribute/u.test(head)) return 'volume';
  const format = textFormatOf(first, byteLength);
  return format === null ? 'unknown' : format === 'markup' ? 'not-image' : format;
}
