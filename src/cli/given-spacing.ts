import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../domain/errors';
import type { FrameInfo } from '../domain/study';

/** Pixel sizes given on the command line, for images that state none. */
export interface GivenSpacing {
  /** The frame with its own spacing where it states one, else with the one given for its file. */
  apply(frame: FrameInfo, input: string): FrameInfo;
}

/**
 * @param all [row, column] mm for every image, or null.
 * @param list path of a CSV of `file,mm` or `file,row mm,column mm` with or without a header line, or null. Files are told by name.
 * @throws AppError `read-failed`, `table-malformed`.
 */
export async function givenSpacing(all: readonly [number, number] | null, list: string | null): Promise<GivenSpacing> {
  const byFile = list === null ? new Map<string, readonly [number, number]>() : await readList(list);
  return {
    apply: (frame, input) => {
      const given = byFile.get(basename(input)) ?? all;
      if (frame.spacing !== null || given === null) return frame;
      return { ...frame, spacing: { row: given[0], column: given[1], calibration: 'manual' } };
    },
  };
}

async function readList(path: string): Promise<Map<string, readonly [number, number]>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('read-failed', `${path} cannot be read`, {}, { cause });
  });
  const spacings = new Map<string, readonly [number, number]>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [file = '', ...sizes] = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const [row, column = row] = sizes.map(Number);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) spacings.set(basename(file), [row, column]);
    else if (i > 0) throw new AppError('read-failed', `${path}: line ${String(i + 1)} is not "file,mm"`);
  }
  return spacings;
}
