import type { TiffPicture, TiffSlideLocator } from './tiff-locator';

/**
 * A slide of several files with one more of them: its pictures stand where none was.
 * @param index of that file in the sources of the joined slide
 * @returns null where the two do not belong together
 */
export function joinTiffFiles(joined: TiffSlideLocator, file: TiffSlideLocator, index: number): TiffSlideLocator | null {
  const same = joined.set !== null && joined.set === file.set && sizesOf(joined) === sizesOf(file);
  if (!same) return null;
  const levels = joined.levels.map((pictures, level) =>
    pictures.map((picture, i): TiffPicture | null => {
      const other = file.levels[level]?.[i] ?? null;
      return picture ?? (other === null ? null : { ...other, file: index });
    }),
  );
  return { ...joined, levels };
}

/** Whether every plane, channel and time is there. */
export function isComplete({ levels }: TiffSlideLocator): boolean {
  return levels.every((pictures) => !pictures.includes(null));
}

function sizesOf({ levels, pyramid }: TiffSlideLocator): string {
  return pyramid.levels
    .map(({ columns, rows, tileColumns, tileRows }, i) => [columns, rows, tileColumns, tileRows, levels[i]?.length].join())
    .join(' ');
}
