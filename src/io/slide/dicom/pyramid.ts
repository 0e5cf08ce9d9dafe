import { withDerivedLevels } from '../../../domain/kernels/slide/derived-levels';
import type { AssociatedImageKind, SlidePyramid } from '../../../domain/slide';
import type { DicomSlideFile, OpticalPath } from './dicom-slide-locator';
import { cellsAcross, cellsDown } from './tile-places';

/** A file's share of a level. */
export interface LevelFile {
  /** Index among the files of the slide. */
  readonly index: number;
  readonly file: DicomSlideFile;
  /** Channel of the pyramid for each of the file's optical paths. */
  readonly channels: readonly number[];
}

/** How the files of a slide make up its pyramid. */
export interface JoinedSlide {
  readonly pyramid: SlidePyramid;
  /** Files of each level. */
  readonly levels: readonly (readonly LevelFile[])[];
  /** In the order of `pyramid.associated`. */
  readonly associated: readonly { readonly kind: AssociatedImageKind; readonly index: number }[];
}

const ASSOCIATED: readonly AssociatedImageKind[] = ['thumbnail', 'overview', 'label'];

/** A pyramid to which no file will be added: with the coarse levels that its files do not hold. */
export function completed(pyramid: SlidePyramid): SlidePyramid {
  const levels = withDerivedLevels(pyramid.levels);
  return levels === pyramid.levels ? pyramid : { ...pyramid, levels };
}

/**
 * The pyramid of files that belong together: levels finest first, by the size of their total pixel matrix. Focal planes are
 * those of the finest level. Where no file is a level (yet), a picture beside the specimen stands in: the label last.
 */
export function joinFiles(files: readonly DicomSlideFile[]): JoinedSlide {
  const indexed = withOffsets(files).map((file, index) => ({ file, index }));
  const volumes = indexed.filter(({ file }) => file.role === 'volume');
  const associated = ASSOCIATED.flatMap((kind) => indexed.filter(({ file }) => file.role === kind).slice(0, 1));
  const shown = volumes.length > 0 ? volumes : associated.slice(0, 1);
  const groups = levelGroups(shown);
  const [finest = []] = groups;
  const first = finest[0]?.file;
  if (first === undefined) throw new RangeError('a slide without files');
  const channels = joinChannels(groups);
  const levels = groups.map((group) =>
    group.map(({ file, index }): LevelFile => ({ file, index, channels: file.paths.map((path) => channelOf(channels, path)) })),
  );
  const { layout } = first.pixels;
  const pyramid: SlidePyramid = {
    levels: groups.flatMap(([group]) => {
      if (group === undefined) return [];
      const { columns, rows, pixels } = group.file;
      return [
        {
          columns,
          rows,
          tileColumns: pixels.layout.columns,
          tileRows: pixels.layout.rows,
          downsample: [first.columns / columns, first.rows / rows] as const,
        },
      ];
    }),
    samplesPerPixel: layout.samplesPerPixel === 3 ? 3 : 1,
    bitsAllocated: layout.bitsAllocated === 16 ? 16 : 8,
    planes: [...new Set(finest.flatMap(({ file }) => file.planes))],
    channels: channels.map(({ name, colour }) => ({ name, colour })),
    times: 1,
    micronsPerPixel: first.micronsPerPixel,
    objectivePower: first.objectivePower,
    background: first.background,
    iccProfile: first.iccProfile,
    associated: associated.map(({ file }) => ({ kind: file.role as AssociatedImageKind, columns: file.columns, rows: file.rows })),
    format: 'DICOM WSI',
  };
  return { pyramid, levels, associated: associated.map(({ file, index }) => ({ kind: file.role as AssociatedImageKind, index })) };
}

/** True where files of one level, the parts of a concatenation together, hold fewer frames than tiles. */
export function lacksFrames(files: readonly DicomSlideFile[]): boolean {
  return files.some((file) => {
    const { tiles, concatenation, pixels, columns, rows } = file;
    if (tiles.kind === 'sparse') return false;
    const parts = concatenation === null ? [file] : files.filter((part) => part.concatenation?.uid === concatenation.uid);
    const frames = parts.reduce((sum, part) => sum + part.pixels.layout.frameCount, 0);
    const grid = { columns, rows, tileColumns: pixels.layout.columns, tileRows: pixels.layout.rows };
    return frames < cellsAcross(grid) * cellsDown(grid) * file.planes.length * file.paths.length;
  });
}

/** Parts of a concatenation that do not say at which frame they begin follow one another. */
function withOffsets(files: readonly DicomSlideFile[]): readonly DicomSlideFile[] {
  return files.map((file) => {
    const { concatenation, tiles } = file;
    if (concatenation === null || concatenation.offsetStated || tiles.kind !== 'full') return file;
    let skipped = 0;
    for (const { concatenation: other, pixels } of files) {
      if (other?.uid === concatenation.uid && other.number < concatenation.number) skipped += pixels.layout.frameCount;
    }
    return { ...file, tiles: { kind: 'full', skipped } };
  });
}

interface Indexed {
  readonly file: DicomSlideFile;
  readonly index: number;
}

function levelGroups(files: readonly Indexed[]): readonly (readonly Indexed[])[] {
  const groups = new Map<string, Indexed[]>();
  for (const entry of files) {
    const key = `${String(entry.file.columns)}×${String(entry.file.rows)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const area = ([entry]: readonly Indexed[]): number => (entry === undefined ? 0 : entry.file.columns * entry.file.rows);
  return [...groups.values()].sort((a, b) => area(b) - area(a));
}

/** Of the finest level; what only coarser ones hold is added where there are several. The one path of a colour slide may have any identifier. */
function joinChannels([finest = [], ...coarser]: readonly (readonly Indexed[])[]): readonly OpticalPath[] {
  const channels: OpticalPath[] = [];
  const add = ({ file }: Indexed): void => {
    for (const path of file.paths) if (!channels.some(({ identifier }) => identifier === path.identifier)) channels.push(path);
  };
  finest.forEach(add);
  if (channels.length > 1) coarser.flat().forEach(add);
  return channels;
}

function channelOf(channels: readonly OpticalPath[], { identifier }: OpticalPath): number {
  return channels.length === 1 ? 0 : channels.findIndex((channel) => channel.identifier === identifier);
}
