import { describe, expect, it } from 'vitest';
import { readableMeasure } from '../../../src/domain/geometry/readable-measure';

describe('readableMeasure', () => {
  it.each([
    [0.0255, 'mm', { value: 25.5, unit: 'µm', digits: 1 }],
    [1.25, 'mm', { value: 1.25, unit: 'mm', digits: 3 }],
    [0.0001, 'mm²', { value: 100, unit: 'µm²', digits: 0 }],
    [0.25, 'mm²', { value: 0.25, unit: 'mm²', digits: 3 }],
    [37.5, '°', { value: 37.5, unit: '°', digits: 1 }],
  ] as const)('tells %d %s on a slide in the unit of a microscope', (value, unit, expected) => {
    const { value: shown, ...rest } = readableMeasure({ unit, calibration: 'scanner' }, value);
    expect(shown).toBeCloseTo(expected.value, 9);
    expect(rest).toEqual({ unit: expected.unit, digits: expected.digits });
  });

  it('leaves other images in millimetres, and uncalibrated ones in pixels', () => {
    expect(readableMeasure({ unit: 'mm', calibration: 'patient' }, 0.02)).toEqual({ value: 0.02, unit: 'mm', digits: 1 });
    expect(readableMeasure({ unit: 'px', calibration: null }, 12.34)).toEqual({ value: 12.34, unit: 'px', digits: 1 });
  });
});
