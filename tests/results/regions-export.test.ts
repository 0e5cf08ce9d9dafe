import { describe, expect, it } from 'vitest';
import { findingId, instanceId, seriesId } from '../../src/domain/ids';
import { labelLook } from '../../src/domain/label-look';
import { CLASSES_AS_MODEL, defaultClasses } from '../../src/domain/regions/annotation-classes';
import { combineRings } from '../../src/domain/regions/combine-rings';
import { boxRing, spanOf, type Rings } from '../../src/domain/regions/rings';
import { isOnImage } from '../../src/domain/finding';
import { personFinding } from '../../src/domain/review/verdicts';
import { FINDING_COLUMNS, findingsCsv, type FindingsCsvWords } from '../../src/results/csv/findings-csv';
import { writePersonsGeoJson } from '../../src/results/geojson/write-geojson';
import { sessionRecord } from '../../src/results/session/session-record';
import { sampleReview } from './sample-review';

const AT = '2026-11-22T10:00:00.000Z';
const classes = defaultClasses('slide');
const look = labelLook([{ id: CLASSES_AS_MODEL, labels: classes }], 'fr');

const region = (rings: Rings, series: string, instance: string) =>
  personFinding(
    findingId('r'),
    seriesId(series),
    'tumor',
    { kind: 'polygon', instance: instanceId(instance), frameNumber: 1, rings, box: spanOf(rings) ?? { x: 0, y: 0, width: 1, height: 1 } },
    AT,
  );
const square = (x: number, y: number, side: number) => [boxRing({ x, y, width: side, height: side })];
/** 800 square pixels in two outlines of 160 in all: a square of 30 with a hole of 10. */
const pierced = combineRings(square(0, 0, 30), square(10, 10, 10), 'difference');
const two = combineRings(square(0, 0, 10), square(20, 0, 10), 'union');

const words: FindingsCsvWords = {
  columns: Object.fromEntries(FINDING_COLUMNS.map((column) => [column, column])) as FindingsCsvWords['columns'],
  statuses: { proposed: 'p', accepted: 'a', edited: 'e', rejected: 'r' },
  authors: { model: 'IA', person: 'personne' },
  labels: look,
};

/** Cells of the first finding by column. */
function firstRow(text: string): Readonly<Record<string, string | undefined>> {
  const [head = '', row = ''] = text.replace('\uFEFF', '').split('\r\n');
  const cells = row.split(',');
  return Object.fromEntries(head.split(',').map((column, i) => [column, cells[i]]));
}

describe('regions of a person, exported', () => {
  it('have area and perimeter in the table, in mm where the image is calibrated and in pixels where not', () => {
    // 0.25 × 0.5 mm a pixel.
    const calibrated = firstRow(findingsCsv(sampleReview({ language: 'en', findings: [region(pierced, 'b', 'i2')] }), words));
    expect(calibrated).toMatchObject({ label: 'tumor', labelName: 'Tumeur', evidence: 'polygon', amount: '100.000000', amountUnit: 'mm2' });
    expect(calibrated).toMatchObject({ perimeter: '60.00000', perimeterUnit: 'mm' });
    const plain = firstRow(findingsCsv(sampleReview({ language: 'en', findings: [region(pierced, 'a', 'i1')] }), words));
    expect(plain).toMatchObject({ amount: '800', amountUnit: 'px', perimeter: '160.0', perimeterUnit: 'px' });
  });

  it('are in the session record with their size and classes', () => {
    const record = sessionRecord(sampleReview({ findings: [region(pierced, 'b', 'i2')], classes }));
    expect(record.findings[0]?.size).toEqual({ area: 100, perimeter: 60, unit: 'mm', calibration: 'patient' });
    expect(record.findings[0]?.evidence).toMatchObject({ kind: 'polygon', rings: [expect.any(Array), expect.any(Array)] });
    expect(record.classes?.[0]).toEqual({ key: 'tumor', name: { fr: 'Tumeur', en: 'Tumour' }, color: classes[0]?.color });
  });

  it('are GeoJSON: a hole within its outline, pieces side by side, places as points', () => {
    const counted = personFinding(
      findingId('c'),
      seriesId('a'),
      'stroma',
      { kind: 'point', instance: instanceId('i1'), frameNumber: 1, at: { x: 7, y: 8 }, box: { x: 0, y: 0, width: 1, height: 1 } },
      AT,
    );
    const text = writePersonsGeoJson([region(pierced, 'a', 'i1'), region(two, 'a', 'i1'), counted].filter(isOnImage), look, null);
    const { features } = JSON.parse(text) as { features: { geometry: { type: string; coordinates: number[][][] }; properties: object }[] };
    expect(features.map(({ geometry }) => geometry.type)).toEqual(['Polygon', 'MultiPolygon', 'Point']);
    const [outline, hole] = features[0]?.geometry.coordinates ?? [];
    expect([outline?.length, hole?.length]).toEqual([5, 5]);
    expect(outline?.[0]).toEqual(outline?.at(-1));
    expect(features[0]?.properties).toMatchObject({
      objectType: 'annotation',
      classification: { name: 'Tumeur' },
      measurements: { area_px2: 800, perimeter_px: 160 },
    });
    expect(features[1]?.geometry.coordinates).toHaveLength(2);
    expect(features[2]?.geometry.coordinates).toEqual([7, 8]);
  });
});
