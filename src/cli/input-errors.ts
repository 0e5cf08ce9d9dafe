import type { ErrorCode } from '../domain/errors';

/** Why a given file is no input, in one plain sentence for the command line. */
const MESSAGES: Partial<Readonly<Record<ErrorCode, string>>> = {
  'empty-file': 'the file is empty',
  'unknown-format': 'the file is of no known format',
  'read-failed': 'there is no such file or folder, or it cannot be read',
  truncated: 'the file ends too early',
  'image-malformed': 'the image is damaged',
  'image-variant-unsupported': 'a variant of the image format that is not supported',
  'dicom-malformed': 'the DICOM header is damaged',
  'dicom-nesting-too-deep': 'the DICOM header is nested too deeply',
  'transfer-syntax-unsupported': 'the DICOM transfer syntax is not supported',
  'pixel-data-missing': 'the DICOM image has no pixel data',
  'pixel-data-inconsistent': 'the pixel data does not agree with the DICOM header',
  'dimensions-absurd': 'the image is larger than any real one',
  'photo-too-large': 'the photo does not fit in memory once decompressed: save it as a tiled pyramidal TIFF, which opens at any size',
  'codec-failed': 'the compressed pixels do not decode',
  'archive-malformed': 'the archive is damaged',
  'archive-encrypted': 'the archive is encrypted',
  'archive-too-deep': 'archives are nested too deeply',
  'decompression-bomb': 'the archive unpacks to more than it may',
  'system-file': 'a file of the operating system, not an image',
  'not-an-image': 'the file is not an image',
  'document-beside-images': 'a text or a table, not an image',
  'dicom-without-pixels': 'a DICOM object without pixels',
  'dicomdir-index': 'none of the files that the DICOMDIR names is an image that can be read',
  'dicomdir-reference-missing': 'a file that the DICOMDIR names is not there',
  'volume-format-later': 'this volume format is not supported yet',
  'volume-variant-unsupported': 'a variant of the volume format that is not supported',
  'volume-data-missing': 'the file with the voxels, which the header names, is not there',
  'volume-data': 'the voxels of a volume whose header is read with it',
  'volume-irregular': 'the slices make no regular volume',
  'slide-format-zeiss': 'a Zeiss slide (CZI), which no decoder here reads',
  'slide-format-mirax': 'a 3DHISTECH slide (MRXS), whose overlapping tiles are not read',
  'slide-format-olympus': 'an Olympus slide (VSI, ETS), whose layout is not published',
  'slide-format-isyntax': 'a Philips slide (iSyntax), whose compression has no decoder here',
  'slide-format-vms': 'the list of files of a Hamamatsu slide (VMS, VMU, NDPIS), which is not read',
  'slide-compression-unsupported': 'a slide with a compression that is not read',
  'slide-samples-unsupported': 'a slide with values that are not read',
  'slide-tiles-overlap': 'a slide whose tiles overlap, which is not read (Ventana, Trestle)',
  'slide-file-missing': 'a slide in several files, of which some are missing',
  'out-of-memory': 'not enough memory for this file',
};

export function inputErrorMessage(code: ErrorCode): string {
  return MESSAGES[code] ?? code.replaceAll('-', ' ');
}
