import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentifying } from '../../src/ui/documents/cell-text';
import { findAll, segments, type LabelledSpan } from '../../src/ui/documents/highlight';
import { bodyHeight, ROW_HEIGHT, scrollToRow, visibleWindow } from '../../src/ui/documents/table-layout';

const span = (start: number, end: number, label = 'X'): LabelledSpan => ({ start, end, label, score: null, value: null });

describe('marked text', () => {
  it('is cut at every edge, the innermost span first', () => {
    expect(
      segments(0, 10, [span(2, 8, 'outer'), span(4, 6, 'inner'), span(9, 20, 'beyond')]).map(({ start, end, spans }) => [
        start,
        end,
        spans.map(({ label }) => label),
      ]),
    ).toEqual([
      [0, 2, []],
      [2, 4, ['outer']],
      [4, 6, ['inner', 'outer']],
      [6, 8, ['outer']],
      [8, 9, []],
      [9, 10, ['beyond']],
    ]);
  });

  it('covers the text once, whatever the spans', () => {
    const place = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => span(Math.min(a, b), Math.max(a, b)));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (spans, to) => {
        let at = 0;
        for (const { start, end, spans: covering } of segments(0, to, spans)) {
          expect(start).toBe(at);
          expect(end).toBeGreaterThan(start);
          for (const each of covering) expect(each.start <= start && each.end >= end).toBe(true);
          at = end;
        }
        expect(at).toBe(to);
      }),
    );
  });

  it('is searched without case or accents, places in the text as it stands', () => {
    const text = 'Fièvre, FIEVRE et fie\u0300vre';
    expect(findAll(text, 'fièvre', 10).map(({ start, end }) => text.slice(start, end))).toEqual(['Fièvre', 'FIEVRE', 'fie\u0300vre']);
    expect(findAll('aaaa', 'a', 2)).toHaveLength(2);
    expect(findAll('aaaa', '', 2)).toEqual([]);
  });
});

describe('a large table', () => {
  const edges = [0, 100, 200, 300];
  const scroll = (top: number) => ({ left: 0, top, width: 250, height: 280 });

  it('shows its first and its last row at the ends of the scroll bar, however long it is', () => {
    for (const rows of [3, 1000, 5_000_000]) {
      const travel = Math.max(0, bodyHeight(rows) - 280);
      expect(visibleWindow(rows, edges, scroll(0)).firstRow).toBe(0);
      const last = visibleWindow(rows, edges, scroll(travel));
      expect(last.lastRow).toBe(rows);
      // Drawn to where the visible part ends.
      expect(last.top + (last.lastRow - last.firstRow) * ROW_HEIGHT).toBeGreaterThanOrEqual(
        Math.min(rows * ROW_HEIGHT, travel + 280) - ROW_HEIGHT,
      );
    }
  });

  it('brings any row into view', () => {
    fc.assert(
      fc.property(fc.constantFrom(40, 1000, 5_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (rows, at) => {
        const row = Math.min(rows - 1, Math.floor(at * rows));
        const { firstRow, lastRow } = visibleWindow(rows, edges, scroll(scrollToRow(row, rows, scroll(0))));
        expect(row >= firstRow && row < lastRow).toBe(true);
      }),
    );
  });

  it('draws only the columns near the visible part', () => {
    const many = Array.from({ length: 1001 }, (_, i) => i * 100);
    const { firstColumn, lastColumn } = visibleWindow(10, many, { left: 50_000, top: 0, width: 500, height: 280 });
    expect([firstColumn, lastColumn]).toEqual([499, 505]);
  });
});

it.each([
  ['Nom', true],
  ['date_naissance', true],
  ['IPP', true],
  ['patient_id', true],
  ['Birth date', true],
  ['Nombre de lits', false],
  ['nominal dose', false],
  ['named entity', false],
  ['Âge', false],
])('a column called %s names a person: %s', (name, expected) => {
  expect(isIdentifying({ name, type: 'text', values: [] })).toBe(expected);
});
