import { describe, expect, it } from 'vitest';
import { DicomDataset } from '../../../src/io/dicom/dataset';
import { TAG } from '../../../src/io/dicom/tags';
import { FramePositions } from '../../../src/io/slide/dicom/frame-positions';
import { placeSparse } from '../../../src/io/slide/dicom/sparse-tiles';
import { framesOf } from '../../../src/io/slide/dicom/tile-places';

const CONTEXT = { littleEndian: true, characterSets: [] };
const GRID = { columns: 96, rows: 32, tileColumns: 32, tileRows: 32 };

/** The functional groups of a frame; columns and rows from 1. */
function group(column: number, row: number, height: number): DicomDataset {
  const position = new DicomDataset(CONTEXT);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const long = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
  position.set(TAG.columnPosition, { vr: 'SL', value: long(column), items: null });
  position.set(TAG.rowPosition, { vr: 'SL', value: long(row), items: null });
  position.set(TAG.zOffsetInSlide, { vr: 'DS', value: bytes(String(height)), items: null });
  const frame = new DicomDataset(CONTEXT);
  frame.set(TAG.planePositionSlide, { vr: 'SQ', value: new Uint8Array(0), items: [position] });
  return frame;
}

function place(frames: readonly (readonly [column: number, row: number, height: number])[]) {
  const positions = new FramePositions(null);
  for (const [column, row, height] of frames) positions.add(group(column, row, height));
  const { tiles, planes } = placeSparse(positions, GRID, [0], frames.length);
  const at = (column: number, plane: number) =>
    framesOf(tiles, GRID, planes.length, { column, row: 0, plane, path: 0 }).map(({ frame }) => frame);
  return { planes, at };
}

describe('focal planes of frames that say where they lie', () => {
  it('are the heights that all spots share, in the order of the file', () => {
    const { planes, at } = place([
      [1, 1, 2],
      [33, 1, 2],
      [1, 1, -2],
      [33, 1, -2],
    ]);
    expect(planes).toEqual([2, -2]);
    expect([at(0, 0), at(1, 0), at(0, 1), at(1, 1)]).toEqual([[0], [1], [2], [3]]);
  });

  it('may be missing from a spot', () => {
    const { planes, at } = place([
      [1, 1, 0],
      [1, 1, 3],
      [33, 1, 3],
    ]);
    expect(planes).toEqual([0, 3]);
    expect([at(0, 0), at(1, 0), at(0, 1), at(1, 1)]).toEqual([[0], [], [1], [2]]);
  });

  it('go by order where a scanner follows the specimen and each spot has heights of its own', () => {
    const { planes, at } = place([
      [1, 1, 10.5],
      [1, 1, 12.5],
      [33, 1, 13.5],
      [33, 1, 11.5],
      [1, 1, 14.25],
      [65, 1, 15.5],
      [65, 1, 16.5],
    ]);
    expect(planes).toEqual([10.5, 12.5, 14.25]);
    expect([at(0, 0), at(0, 1), at(0, 2)]).toEqual([[0], [1], [4]]);
    expect([at(1, 0), at(1, 1), at(1, 2)]).toEqual([[3], [2], []]);
  });

  it('are one where every spot has one frame, whatever its height', () => {
    const { planes, at } = place([
      [1, 1, 10],
      [33, 1, 11.5],
    ]);
    expect(planes).toEqual([0]);
    expect([at(0, 0), at(1, 0)]).toEqual([[0], [1]]);
  });
});
