import { describe, expect, it } from 'vitest';
import { channelWindow } from '../../../src/domain/kernels/slide/channel-window';
import { lookUpColour } from '../../../src/domain/kernels/slide/colour-table';
import { iccTable } from '../../../src/domain/kernels/slide/icc-profile';

describe('channelWindow', () => {
  it('lies between the 0.1st and the 99.9th percentile, and knows how many bits are in use', () => {
    const pixels = Uint16Array.from({ length: 10_000 }, (_, i) => (i < 5 ? 0 : i >= 9_995 ? 4_000 : 100 + (i % 1000)));
    expect(channelWindow([pixels], 16)).toEqual({ minimum: 100, maximum: 1_099, full: 4_095 });
  });

  it('leaves eight bits alone, and has a window where there are no pixels or one value alone', () => {
    expect(channelWindow([Uint8Array.of(3, 4)], 8)).toEqual({ minimum: 0, maximum: 255, full: 255 });
    expect(channelWindow([], 16)).toEqual({ minimum: 0, maximum: 65_535, full: 65_535 });
    expect(channelWindow([Uint16Array.of(7, 7)], 16)).toEqual({ minimum: 7, maximum: 8, full: 255 });
  });
});

/** A profile of the given tags (ICC.1:2022 7). */
function profile(space: string, tags: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(tags);
  const size = 132 + names.length * 12 + Object.values(tags).reduce((sum, tag) => sum + tag.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => {
    bytes.set(new TextEncoder().encode(value), at);
  };
  view.setUint32(0, size);
  text(16, 'RGB ');
  text(20, space);
  text(36, 'acsp');
  view.setUint32(128, names.length);
  let at = 132 + names.length * 12;
  names.forEach((name, i) => {
    const tag = tags[name] ?? new Uint8Array();
    text(132 + i * 12, name);
    view.setUint32(136 + i * 12, at);
    view.setUint32(140 + i * 12, tag.length);
    bytes.set(tag, at);
    at += tag.length;
  });
  return bytes;
}

function element(type: string, length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(type));
  write(new DataView(bytes.buffer));
  return bytes;
}

const xyz = (...values: readonly number[]): Uint8Array =>
  element('XYZ ', 20, (view) => {
    values.forEach((value, i) => {
      view.setInt32(8 + i * 4, Math.round(value * 65_536));
    });
  });

const parametric = (kind: number, ...values: readonly number[]): Uint8Array =>
  element('para', 12 + values.length * 4, (view) => {
    view.setUint16(8, kind);
    values.forEach((value, i) => {
      view.setInt32(12 + i * 4, Math.round(value * 65_536));
    });
  });

/** Columns of the sRGB profile that every system carries, under D50. */
const SRGB = { rXYZ: xyz(0.43607, 0.22249, 0.01392), gXYZ: xyz(0.38515, 0.71687, 0.09708), bXYZ: xyz(0.14307, 0.06061, 0.7141) };

function look(table: ReturnType<typeof iccTable>, rgb: readonly [number, number, number]): number[] {
  if (table === null) throw new Error('not understood');
  const out = new Float64Array(3);
  lookUpColour(table, rgb, out);
  return Array.from(out, Math.round);
}

describe('iccTable', () => {
  it('leaves the colours of sRGB as they are', () => {
    const curve = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
    const table = iccTable(profile('XYZ ', { ...SRGB, rTRC: curve, gTRC: curve, bTRC: curve }), 33);
    for (const colour of [
      [0, 0, 0],
      [255, 255, 255],
      [200, 120, 160],
      [30, 220, 90],
    ] as const) {
      const shown = look(table, [colour[0] / 255, colour[1] / 255, colour[2] / 255]);
      colour.forEach((value, i) => {
        expect(Math.abs((shown[i] ?? 0) - value)).toBeLessThanOrEqual(1);
      });
    }
  });

  it('brings a scanner of gamma 1.8 to the screen', () => {
    const curve = element('curv', 14, (view) => {
      view.setUint32(8, 1);
      view.setUint16(12, Math.round(1.8 * 256));
    });
    const table = iccTable(profile('XYZ ', { ...SRGB, rTRC: curve, gTRC: curve, bTRC: curve }), 65);
    const linear = 0.5 ** 1.8;
    const expected = Math.round((1.055 * linear ** (1 / 2.4) - 0.055) * 255);
    for (const value of look(table, [0.5, 0.5, 0.5])) expect(Math.abs(value - expected)).toBeLessThanOrEqual(1);
  });

  it('reads tables of Lab: the neutral axis of L* alone is grey of that lightness', () => {
    // mft2: inputs and outputs straight, a grid of two points whose L* is the mean of red, green and blue.
    const start = 52;
    const points = 2;
    const lut = element('mft2', start + 3 * 2 * 2 + points ** 3 * 3 * 2 + 3 * 2 * 2, (view) => {
      view.setUint8(8, 3);
      view.setUint8(9, 3);
      view.setUint8(10, points);
      view.setUint16(48, 2);
      view.setUint16(50, 2);
      for (let channel = 0; channel < 3; channel += 1) view.setUint16(start + channel * 4 + 2, 65_535);
      const cube = start + 12;
      for (let i = 0; i < 8; i += 1) {
        const mean = ((i & 1) + ((i >> 1) & 1) + ((i >> 2) & 1)) / 3;
        view.setUint16(cube + i * 6, Math.round(mean * 65_280));
        view.setUint16(cube + i * 6 + 2, 0x8000);
        view.setUint16(cube + i * 6 + 4, 0x8000);
      }
      const output = cube + 48;
      for (let channel = 0; channel < 3; channel += 1) view.setUint16(output + channel * 4 + 2, 65_535);
    });
    const table = iccTable(profile('Lab ', { A2B0: lut }), 33);
    expect(look(table, [1, 1, 1])).toEqual([255, 255, 255]);
    expect(look(table, [0, 0, 0])).toEqual([0, 0, 0]);
    // L* 50 is 0.1842 of white: 119 of 255 in sRGB.
    for (const value of look(table, [0.5, 0.5, 0.5])) expect(Math.abs(value - 119)).toBeLessThanOrEqual(1);
  });

  it('says that it does not understand other profiles, and damaged ones', () => {
    expect(iccTable(profile('XYZ ', {}), 9)).toBeNull();
    expect(iccTable(new Uint8Array(20), 9)).toBeNull();
    const whole = profile('Lab ', { A2B0: element('mAB ', 32, () => undefined) });
    expect(iccTable(whole, 9)).toBeNull();
    for (let cut = 0; cut < whole.length; cut += 7) expect(() => iccTable(whole.subarray(0, cut), 9)).not.toThrow();
  });
});
