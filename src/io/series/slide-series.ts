import type { SlidePyramid } from '../../domain/slide';
import type { FrameInfo, ImageInstance, SeriesIssue } from '../../domain/study';
import type { DicomSlideFile } from '../slide/dicom/dicom-slide-locator';
import { continuesSlide, groupPyramids } from '../slide/dicom/group-files';
import { completed, joinFiles, lacksFrames } from '../slide/dicom/pyramid';
import type { SlideLocator } from '../slide/slide-locator';
import type { GroupedFrame } from './grouped-frame';

/** One file of a DICOM slide while the slide is put together. */
export interface SlideMember {
  readonly file: DicomSlideFile;
  readonly instance: ImageInstance;
  /** Its focal planes. */
  readonly frames: readonly GroupedFrame[];
  readonly issues: readonly SeriesIssue[];
  readonly source: Blob;
}

/** Where the tiles of a slide series are: what `openTileSource` wants. */
export interface SlideBytes {
  readonly sources: readonly Blob[];
  readonly locator: SlideLocator;
}

/** What is particular to a series that is a slide. */
export interface SlideSeries {
  readonly slide: SlidePyramid;
  readonly bytes: SlideBytes;
  /** The finest level's first, in the order of `bytes.sources`. */
  readonly instances: readonly ImageInstance[];
  /** The focal planes of the pyramid, at its finest level. */
  readonly frames: readonly FrameInfo[];
  readonly issues: readonly SeriesIssue[];
}

/**
 * The slides that files of one series make: one as a rule.
 * @param ended no more files are on their way: levels that are still missing are made of finer ones
 */
export function slidesOf(members: readonly SlideMember[], ended: boolean): readonly SlideSeries[] {
  return groupPyramids(members).map((group) => {
    const finestFirst = [...group].sort((a, b) => rank(b) - rank(a));
    const files = finestFirst.map(({ file }) => file);
    const { pyramid: stored, levels } = joinFiles(files);
    const pyramid = ended ? completed(stored) : stored;
    const [finest = []] = levels;
    const frames = pyramid.planes.flatMap((height) => {
      const holder = finest.find(({ file }) => file.planes.includes(height));
      const frame = holder === undefined ? undefined : finestFirst[holder.index]?.frames[holder.file.planes.indexOf(height)];
      return frame === undefined ? [] : [frame.info];
    });
    const shown = new Set(levels.flat().map(({ index }) => index));
    const issues = new Set(finestFirst.flatMap((member, i) => (shown.has(i) ? member.issues : [])));
    if (levels.some((level) => lacksFrames(level.map(({ file }) => file)))) issues.add('frames-truncated');
    if (pyramid.micronsPerPixel === null) issues.add('spacing-missing');
    const [{ columns, rows } = { columns: 0, rows: 0 }] = pyramid.levels;
    return {
      slide: pyramid,
      bytes: {
        sources: finestFirst.map(({ source }) => source),
        locator: { kind: 'slide', format: 'dicom', columns, rows, pyramid, files },
      },
      instances: finestFirst.map(({ instance }) => instance),
      frames,
      issues: [...issues],
    };
  });
}

/** Levels by size, before the pictures beside the specimen. */
function rank({ file }: SlideMember): number {
  const area = file.columns * file.rows;
  return file.role === 'volume' ? area : -1 / area;
}

/**
 * Series that go on with a slide of another one: a scanner may give each level, or the label, a series of its own.
 * @returns the index of the series whose slide each goes on with; its own where it stands alone
 */
export function hostsOf(series: readonly (readonly SlideMember[])[]): readonly number[] {
  const joined = series.map((members) => members.map(({ file }) => file));
  const hosts: number[] = joined.map((_, i) => i);
  // Levels first: a label may have come in before all of them.
  const isLevel = (i: number): boolean => joined[i]?.some(({ role }) => role === 'volume') === true;
  const order = [...hosts.filter(isLevel), ...hosts.filter((i) => !isLevel(i))];
  for (const [at, guest] of order.entries()) {
    const host = order.slice(0, at).find((candidate) => {
      return hosts[candidate] === candidate && continuesSlide(joined[candidate] ?? [], joined[guest] ?? []);
    });
    if (host === undefined) continue;
    hosts[guest] = host;
    joined[host]?.push(...(joined[guest] ?? []));
  }
  return hosts;
}
