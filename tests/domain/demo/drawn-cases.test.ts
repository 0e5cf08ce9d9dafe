import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DrawnCase, DrawnPicture } from '../../../src/domain/demo/demo-case';
import { DRAWINGS } from '../../../src/domain/demo/draw-case';
import { thumbnailOf } from '../../../src/domain/demo/drawing/thumbnail';
import { DEMO_CASES, demoCaseFor, type DrawnCaseId } from '../../../src/domain/demo/case-list';
import type { TruthMasks } from '../../../src/domain/review/known-truth';

const drawn = new Map<DrawnCaseId, DrawnCase>();

/** Drawn once for all tests. */
function caseOf(id: DrawnCaseId): DrawnCase {
  const known = drawn.get(id) ?? DRAWINGS[id].draw();
  drawn.set(id, known);
  return known;
}

function masksOf(id: DrawnCaseId): readonly TruthMasks[] {
  const { truth } = caseOf(id);
  return truth?.kind === 'masks' ? truth.series : [];
}

/** Mean of the samples where the map of what is drawn has a value; of colours, of one channel. */
function meanWhere(map: Uint8Array, samples: Uint8Array, value: number, channel = 0): number {
  const channels = samples.length / map.length;
  let sum = 0;
  let count = 0;
  for (const [pixel, drawnValue] of map.entries()) {
    if (drawnValue !== value) continue;
    sum += samples[channels * pixel + channel] ?? 0;
    count += 1;
  }
  return sum / count;
}

/** The samples of a file: they are the last element. */
const samplesOf = (id: DrawnCaseId, file: number, length: number): Uint8Array =>
  caseOf(id).files[file]?.bytes.subarray(-length) ?? new Uint8Array();

describe('drawn cases', () => {
  // The whole of every file, by its SHA-256: a case that is drawn otherwise is another case.
  it.each([
    ['white-cells', '9ea15077fbabb008'],
    ['chest', 'a219ffe38d138934'],
    ['dermoscopy', 'aab91c4ebcb4ab63'],
    ['cine-mri', 'd5cf4e4120e83418'],
    ['hippocampus', '212c339537e48b33'],
    ['nerve-sem', 'd9becad18238508f'],
    ['fundus', 'f42229077b3a86c0'],
    ['breast-ultrasound', '1502e5390c1fa742'],
    ['fetal-head', '10070c3369dcd224'],
    ['aki-table', 'a4220053b44ce78e'],
    ['injury-notes', '7d425f7775487c50'],
    ['french-letter', '424d0562a91e3292'],
  ] as const)('%s is the same every time', (id, expected) => {
    const hash = createHash('sha256');
    for (const { name, bytes } of caseOf(id).files) hash.update(name).update(bytes);
    expect(hash.digest('hex').slice(0, 16)).toBe(expected);
  });

  it('say in every file that nobody is in it', () => {
    for (const id of ['fundus', 'hippocampus', 'cine-mri', 'fetal-head', 'nerve-sem'] as const) {
      for (const { bytes } of caseOf(id).files) {
        const head = Buffer.from(bytes.subarray(0, 2000)).toString('latin1');
        expect(head).toContain('Synthetic: drawn from a seed, no patient');
        expect(head).toContain('YES');
      }
    }
  });

  it('have one map of what is drawn for every frame, of the frame’s size', () => {
    const frames = (id: DrawnCaseId): number => masksOf(id).reduce((sum, series) => sum + series.frames.length, 0);
    for (const id of ['fundus', 'hippocampus', 'cine-mri', 'fetal-head', 'nerve-sem'] as const) {
      expect(frames(id), id).toBe(caseOf(id).files.length);
      for (const { uid } of masksOf(id)) expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
    }
  });
});

describe('what is known of a case is what is drawn', () => {
  it('fundus: vessels are darker in green than the retina', () => {
    const [map = new Uint8Array()] = masksOf('fundus')[0]?.frames ?? [];
    const samples = samplesOf('fundus', 0, 3 * map.length);
    // The half without the disc, whose vessels lie on a bright ground.
    const field = map.map((value, pixel) => (pixel % 999 < 480 && (samples[3 * pixel] ?? 0) > 100 ? value + 1 : 0));
    expect(meanWhere(field, samples, 2, 1)).toBeLessThan(0.9 * meanWhere(field, samples, 1, 1));
  });

  it('nerve: myelin is bright, axons are dark, what is between lies between', () => {
    const [map = new Uint8Array()] = masksOf('nerve-sem')[0]?.frames ?? [];
    const samples = samplesOf('nerve-sem', 0, map.length);
    const [between, axon, myelin] = [0, 1, 2].map((value) => meanWhere(map, samples, value));
    expect(axon).toBeLessThan(60);
    expect(between).toBeGreaterThan(80);
    expect(between).toBeLessThan(140);
    expect(myelin).toBeGreaterThan(170);
  });

  it('cine MRI: the cavity is bright on every frame, and empties and fills', () => {
    for (const [index, { frames }] of masksOf('cine-mri').entries()) {
      const areas = frames.map((map, frame) => {
        expect(meanWhere(map, samplesOf('cine-mri', index * frames.length + frame, map.length), 1)).toBeGreaterThan(140);
        return map.reduce((sum, value) => sum + value, 0);
      });
      const smallest = areas.indexOf(Math.min(...areas));
      expect(areas[0]).toBe(Math.max(...areas));
      expect(smallest).toBeGreaterThan(2);
      expect(smallest).toBeLessThan(8);
      expect(Math.min(...areas) / Math.max(...areas)).toBeCloseTo(0.42, 1);
    }
  });

  it('hippocampus: two parts of a plausible size, in front and behind, darker than the white matter', () => {
    const frames = masksOf('hippocampus')[0]?.frames ?? [];
    const volumes = [1, 2].map((value) => frames.reduce((sum, map) => sum + map.filter((one) => one === value).length, 0) / 1000);
    for (const volume of volumes) {
      expect(volume).toBeGreaterThan(0.5);
      expect(volume).toBeLessThan(4);
    }
    // Rows run to the back.
    const rows = (value: number): number[] =>
      frames.flatMap((map) => Array.from(map.entries()).flatMap(([pixel, one]) => (one === value ? [Math.floor(pixel / 36)] : [])));
    expect(Math.max(...rows(1))).toBeLessThan(Math.min(...rows(2)) + 1);
    const map = frames[14] ?? new Uint8Array();
    expect(meanWhere(map, samplesOf('hippocampus', 14, map.length), 1)).toBeLessThan(120);
    expect(meanWhere(map, samplesOf('hippocampus', 14, map.length), 0)).toBeGreaterThan(130);
  });

  it('fetal head: an ellipse of the size that is stated, with a bright border', () => {
    const [map = new Uint8Array()] = masksOf('fetal-head')[0]?.frames ?? [];
    expect(map.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.PI * 246 * 194, -2);
    const samples = samplesOf('fetal-head', 0, map.length);
    const border = map.map((value, pixel) => (value === 1 && [8, -8].some((step) => map[pixel + 800 * step] === 0) ? 1 : 0));
    expect(meanWhere(border, samples, 1)).toBeGreaterThan(1.5 * meanWhere(map, samples, 1));
  });
});

describe('the list of cases', () => {
  it('names each case once and finds the first made for a model', () => {
    expect(new Set(DEMO_CASES.map(({ id }) => id)).size).toBe(DEMO_CASES.length);
    expect(demoCaseFor('retinal-vessels')).toBe('fundus');
    expect(demoCaseFor('blood-cell-detection')).toBe('smear');
    expect(demoCaseFor('no such model')).toBeNull();
  });

  it('has a way to draw every drawn case, and no other', () => {
    const ids = DEMO_CASES.flatMap((one) => (one.made === 'drawn' ? [one.id] : []));
    expect(Object.keys(DRAWINGS).sort()).toEqual([...ids].sort());
  });
});

describe('a small picture', () => {
  it('is the mean of what it stands for, cut to a square', () => {
    const picture: DrawnPicture = {
      width: 6,
      height: 4,
      colour: 'grey',
      samples: Uint8Array.from({ length: 24 }, (_, i) => (i % 6 < 3 ? 40 : 200)),
    };
    const { side, rgba } = thumbnailOf(picture, 2);
    expect(side).toBe(2);
    expect([...rgba]).toEqual([40, 40, 40, 255, 200, 200, 200, 255, 40, 40, 40, 255, 200, 200, 200, 255]);
  });

  it('keeps colours, and repeats pixels of a picture smaller than itself', () => {
    const picture: DrawnPicture = { width: 1, height: 1, colour: 'rgb', samples: Uint8Array.of(1, 2, 3) };
    expect([...thumbnailOf(picture, 2).rgba]).toEqual([1, 2, 3, 255, 1, 2, 3, 255, 1, 2, 3, 255, 1, 2, 3, 255]);
  });
});
