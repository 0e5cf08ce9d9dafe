import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { ctPhantomFiles, ctPhantomTruth } from '../../../src/domain/demo/ct/ct-phantom';

const truth = ctPhantomTruth();
// Read with another project's parser.
const slices = ctPhantomFiles(3).map(({ bytes }) => {
  const data = dicomParser.parseDicom(bytes);
  const pixels = data.elements['x7fe00010'];
  if (pixels === undefined) throw new Error('no pixel data');
  const view = new DataView(bytes.buffer, bytes.byteOffset + pixels.dataOffset, pixels.length);
  // The parser gives bytes as characters; the file says that they are UTF-8.
  const text = (tag: string): string => new TextDecoder().decode(Uint8Array.from(data.string(tag) ?? '', (byte) => byte.charCodeAt(0)));
  return {
    z: Number(text('x00200032').split('\\')[2]),
    number: data.intString('x00200013'),
    uid: text('x00080018'),
    same: [text('x0020000d'), text('x0020000e'), text('x00200052'), text('x00100010'), text('x00280030'), text('x00020010')].join('|'),
    charset: text('x00080005'),
    rescale: [data.floatString('x00281053'), data.floatString('x00281052')],
    density: (column: number, row: number): number => view.getUint16(2 * (row * truth.columns + column), true) - 1024,
  };
});
const ordered = [...slices].sort((a, b) => a.z - b.z);

describe('the CT phantom', () => {
  it('is one series of evenly spaced slices, each with its own UID', () => {
    expect(ordered.length).toBe(truth.slices);
    ordered.slice(1).forEach((slice, index) => {
      expect(slice.z - (ordered[index]?.z ?? 0)).toBeCloseTo(truth.sliceSpacingMm, 9);
    });
    expect(new Set(slices.map(({ uid }) => uid)).size).toBe(truth.slices);
    for (const { uid } of slices) expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
    expect(new Set(slices.map(({ same }) => same)).size).toBe(1);
    expect(slices[0]?.same).toContain('DÉMO^FANTÔME|1\\1|1.2.840.10008.1.2.1');
    expect(slices[0]?.charset).toBe('ISO_IR 192');
    expect(slices[0]?.rescale).toEqual([1, -1024]);
  });

  it('is sorted by nothing but geometry', () => {
    const rises = (values: readonly (number | undefined)[]): number =>
      values.slice(1).filter((value, index) => (value ?? 0) > (values[index] ?? 0)).length;
    for (const values of [slices.map(({ z }) => z), ordered.map(({ number }) => number)]) {
      expect(rises(values)).toBeGreaterThan(8);
      expect(rises(values)).toBeLessThan(31);
    }
    expect(new Set(slices.map(({ number }) => number)).size).toBe(truth.slices);
  });

  it('has its balls at the distances it states', () => {
    const at = (name: string) => {
      const landmark = truth.landmarks.find((candidate) => candidate.name === name);
      if (landmark === undefined) throw new Error(`no landmark ${name}`);
      return landmark;
    };
    for (const { column, row, slice } of truth.landmarks) {
      expect(ordered[slice - 1]?.density(column, row)).toBe(700);
      // Symmetric about the stated pixel, so a reader measures to exactly there.
      for (let off = 1; off <= 4; off++) {
        expect(ordered[slice - 1]?.density(column - off, row)).toBe(ordered[slice - 1]?.density(column + off, row));
        expect(ordered[slice - 1]?.density(column, row - off)).toBe(ordered[slice - 1]?.density(column, row + off));
      }
    }
    for (const { from, to, mm } of truth.distances) {
      const [a, b] = [at(from), at(to)];
      const byVoxel = Math.hypot(a.column - b.column, a.row - b.row, (a.slice - b.slice) * truth.sliceSpacingMm);
      expect(byVoxel).toBeCloseTo(mm, 9);
      expect(Math.hypot(...a.positionMm.map((value, axis) => value - (b.positionMm[axis] ?? 0)))).toBeCloseTo(mm, 9);
    }
    expect(truth.distances.map(({ mm }) => mm)).toEqual([50, 100, 75]);
  });

  it('has its rods at the densities it states', () => {
    expect(truth.densities.map(({ name, hu }) => [name, hu])).toEqual([
      ['air', -1000],
      ['fat', -100],
      ['water', 0],
      ['bone', 700],
    ]);
    for (const { hu, column, row, radiusMm, firstSlice, lastSlice } of truth.densities) {
      expect(lastSlice - firstSlice).toBeGreaterThan(25);
      for (const slice of ordered.slice(firstSlice - 1, lastSlice)) {
        for (let dy = -radiusMm; dy <= radiusMm; dy++) {
          for (let dx = -radiusMm; dx <= radiusMm; dx++) {
            if (Math.hypot(dx, dy) <= radiusMm - 1) expect(slice.density(column + dx, row + dy)).toBe(hu);
          }
        }
      }
    }
    expect(ordered[20]?.density(128, 150)).toBe(40);
  });

  it('shows a wire that crosses the slices', () => {
    const brightest = (slice: number): number => {
      let best = 0;
      for (let column = 80; column < 176; column++) {
        for (let row = 95; row < 160; row++)
          if ((ordered[slice]?.density(column, row) ?? 0) > (ordered[slice]?.density(best % 256, Math.floor(best / 256)) ?? 0))
            best = row * 256 + column;
      }
      return best % 256;
    };
    expect(brightest(30) - brightest(10)).toBeGreaterThan(40);
  });
});
