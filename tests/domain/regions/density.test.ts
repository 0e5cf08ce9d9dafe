import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/domain/finding';
import { findingId, instanceId, jobId, seriesId } from '../../../src/domain/ids';
import { CentreIndex } from '../../../src/domain/regions/centre-index';
import { countedPlaces, density } from '../../../src/domain/regions/density';
import { boxRing, ellipseRing, isInside, type Rings } from '../../../src/domain/regions/rings';
import type { Point } from '../../../src/domain/units';

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('an index of centres', () => {
  const random = seeded(3);
  const places: readonly Point[] = Array.from({ length: 100_000 }, () => ({ x: random() * 80_000, y: 1_000 + random() * 60_000 }));
  const groups = places.map((_, i) => i % 3);
  const index = new CentreIndex(places, groups, 3);
  const counted = (rings: Rings): number[] => {
    const counts = [0, 0, 0];
    places.forEach((place, i) => {
      const group = groups[i] ?? 0;
      if (isInside(rings, place)) counts[group] = (counts[group] ?? 0) + 1;
    });
    return counts;
  };

  it.each<[string, Rings]>([
    ['a box', [boxRing({ x: 12_345, y: 6_789, width: 23_456, height: 17_890 })]],
    ['an ellipse', [ellipseRing({ x: 100, y: 0, width: 79_000, height: 50_000 })]],
    [
      'a ring with a hole',
      [ellipseRing({ x: 0, y: 0, width: 80_000, height: 60_000 }), ellipseRing({ x: 20_000, y: 20_000, width: 9_000, height: 9_000 })],
    ],
    ['a star that crosses itself', [Array.from({ length: 11 }, () => ({ x: random() * 80_000, y: random() * 60_000 }))]],
    [
      'a sliver thinner than a cell',
      [
        [
          { x: 0, y: 20_000 },
          { x: 80_000, y: 20_003 },
          { x: 80_000, y: 20_020 },
        ],
      ],
    ],
    ['what reaches past all places', [boxRing({ x: -1e6, y: -1e6, width: 3e6, height: 3e6 })]],
    ['what lies beside them', [boxRing({ x: -500, y: -500, width: 400, height: 400 })]],
  ])('finds in %s as many as asking each of 100,000', (_name, rings) => {
    expect([...index.countInside(rings)]).toEqual(counted(rings));
  });

  it('holds no place, places on one spot, and places in a line', () => {
    const all = [boxRing({ x: -10, y: -10, width: 1_000_000, height: 20 })];
    expect([...new CentreIndex([], [], 1).countInside(all)]).toEqual([0]);
    const spot = Array.from({ length: 50 }, () => ({ x: 3, y: 3 }));
    expect([
      ...new CentreIndex(
        spot,
        spot.map(() => 0),
        1,
      ).countInside(all),
    ]).toEqual([50]);
    const line = Array.from({ length: 1_000 }, (_, i) => ({ x: i * 900, y: 0 }));
    expect([
      ...new CentreIndex(
        line,
        line.map(() => 0),
        1,
      ).countInside(all),
    ]).toEqual([1_000]);
  });
});

describe('density', () => {
  const series = seriesId('s');
  const instance = instanceId('i');
  const frame = { series, instance, frameNumber: 1 };
  let number = 0;
  const finding = (at: Point, patch: Partial<Finding> = {}): Finding => ({
    id: findingId(`f${String((number += 1))}`),
    series,
    label: 'mitosis',
    score: null,
    evidence: { kind: 'point', instance, frameNumber: 1, at, box: { x: at.x - 5, y: at.y - 5, width: 10, height: 10 } },
    author: { kind: 'person' },
    proposal: null,
    status: 'accepted',
    note: '',
    decidedAt: null,
    ...patch,
  });
  const model = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: '', provider: 'wasm' } as const;
  const inside = { x: 500, y: 500 };
  const shape = { kind: 'box', box: { x: 0, y: 0, width: 1000, height: 1000 } } as const;
  // 0.25 µm: the box is 0.0625 mm².
  const spacing = { row: 0.00025, column: 0.00025, calibration: 'scanner' } as const;

  it('tells what a model proposes from what a person counted, and leaves out what was rejected or is not shown', () => {
    const findings = [
      finding(inside),
      finding(inside),
      finding(inside, { author: model, status: 'proposed', score: 0.9 }),
      finding(inside, { author: model, status: 'proposed', score: 0.2 }),
      finding(inside, { author: model, status: 'rejected', score: 0.9 }),
      finding(inside, { label: 'lymphocyte' }),
      finding({ x: 2000, y: 10 }),
      finding(inside, { series: seriesId('other') }),
      finding(inside, { evidence: { kind: 'polygon', instance, frameNumber: 1, rings: [boxRing(shape.box)], box: shape.box } }),
    ];
    const found = density(countedPlaces(findings, { m: 0.5 }, frame, null), shape, spacing);
    expect(found.area).toBeCloseTo(0.0625, 12);
    expect(found.groups).toEqual([
      { label: 'mitosis', by: 'person', count: 2, perMm2: expect.closeTo(32, 9) as number },
      { label: 'mitosis', by: 'model', count: 1, perMm2: expect.closeTo(16, 9) as number },
      { label: 'lymphocyte', by: 'person', count: 1, perMm2: expect.closeTo(16, 9) as number },
    ]);
  });

  it('has no number per mm² where pixels have no size', () => {
    const found = density(countedPlaces([finding(inside)], {}, frame, null), shape, null);
    expect(found).toEqual({ area: 1e6, unit: 'px', groups: [{ label: 'mitosis', by: 'person', count: 1, perMm2: null }] });
  });

  it('does not count the region itself', () => {
    const region = finding(inside, { evidence: { kind: 'box', instance, frameNumber: 1, box: shape.box } });
    expect(countedPlaces([region], {}, frame, region.id).index.size).toBe(0);
    expect(countedPlaces([region], {}, frame, null).index.size).toBe(1);
  });
});
