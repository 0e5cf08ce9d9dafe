import type { DicomSlideFile } from './dicom-slide-locator';

/** Extents that differ by less are the same picture at other resolutions: levels end at whole pixels. */
const SAME_EXTENT = 0.01;

/**
 * Files of one series, or of series that belong together, as pyramids, each with the pictures beside the specimen. One as a
 * rule; another for each Pyramid UID, for grey beside colour, and for a scan that fills the same tiles once more.
 */
export function groupPyramids<T extends { readonly file: DicomSlideFile }>(members: readonly T[]): readonly (readonly T[])[] {
  const volumes = members.filter(({ file }) => file.role === 'volume');
  const others = members.filter(({ file }) => file.role !== 'volume');
  const groups: T[][] = [];
  for (const member of volumes) {
    const group = groups.find((known) => known.every(({ file }) => mayShare(file, member.file)));
    if (group === undefined) groups.push([member]);
    else group.push(member);
  }
  if (groups.length === 0) return others.length === 0 ? [] : [others];
  return groups.map((group) => [...group, ...others]);
}

/** Two files can be of one pyramid: of one kind, and not the same tiles twice. */
function mayShare(a: DicomSlideFile, b: DicomSlideFile): boolean {
  if (!sameKind(a, b)) return false;
  if (a.columns !== b.columns || a.rows !== b.rows) return true;
  if (!sameTiles(a, b)) return false;
  if (a.tiles.kind === 'sparse' || b.tiles.kind === 'sparse') return true;
  if (a.concatenation !== null && a.concatenation.uid === b.concatenation?.uid) return true;
  const samePath = a.paths.some(({ identifier }) => b.paths.some((path) => path.identifier === identifier));
  return !(samePath && a.planes.some((height) => b.planes.includes(height)));
}

function sameKind(a: DicomSlideFile, b: DicomSlideFile): boolean {
  const { layout } = a.pixels;
  const other = b.pixels.layout;
  const sameUid = a.pyramidUid === b.pyramidUid || a.pyramidUid === '' || b.pyramidUid === '';
  return sameUid && layout.samplesPerPixel === other.samplesPerPixel && layout.bitsAllocated === other.bitsAllocated;
}

function sameTiles(a: DicomSlideFile, b: DicomSlideFile): boolean {
  return a.pixels.layout.columns === b.pixels.layout.columns && a.pixels.layout.rows === b.pixels.layout.rows;
}

/**
 * True where the files of another series go on with a slide: the same glass, and either its levels at other resolutions in
 * the same coordinate system, or pictures beside the specimen alone.
 */
export function continuesSlide(slide: readonly DicomSlideFile[], files: readonly DicomSlideFile[]): boolean {
  const levels = slide.filter(({ role }) => role === 'volume');
  const more = files.filter(({ role }) => role === 'volume');
  const [first] = levels;
  if (first === undefined || first.container === '' || files.some(({ container }) => container !== first.container)) return false;
  return more.every((file) => levels.every((level) => isOtherLevel(level, file)));
}

function isOtherLevel(level: DicomSlideFile, file: DicomSlideFile): boolean {
  if (!sameKind(level, file) || level.frameOfReference === '' || level.frameOfReference !== file.frameOfReference) return false;
  if (level.columns === file.columns || level.rows === file.rows) return false;
  if (level.micronsPerPixel === null || file.micronsPerPixel === null) return false;
  const [x, y] = level.micronsPerPixel;
  const [otherX, otherY] = file.micronsPerPixel;
  return (
    alike(level.columns * x, file.columns * otherX, Math.max(x, otherX)) && alike(level.rows * y, file.rows * otherY, Math.max(y, otherY))
  );
}

/** Lengths in micrometres, one pixel apart at most besides. */
function alike(a: number, b: number, pixel: number): boolean {
  return Math.abs(a - b) <= pixel + SAME_EXTENT * Math.max(a, b);
}
