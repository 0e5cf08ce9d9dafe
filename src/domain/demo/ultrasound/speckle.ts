import { blurred } from '../drawing/blur';
import type { Random } from '../random';

/** Looks from several directions that the machine adds up: less grain than one, as in every machine of today. */
const LOOKS = 3;

/**
 * Compounded speckle: each look is the envelope of a sum of random echoes (Rayleigh distributed); mean 1.
 * @param across, down standard deviation of the point spread, pixels: wider across the beam than along it.
 */
export function speckle(width: number, height: number, across: number, down: number, random: Random): Float64Array {
  const power = new Float64Array(width * height);
  for (let part = 0; part < 2 * LOOKS; part++) {
    const plane = Float64Array.from({ length: width * height }, () => random.between(-1, 1));
    const echoes = blurred(plane, width, height, across, down);
    for (let pixel = 0; pixel < power.length; pixel++) power[pixel] = (power[pixel] ?? 0) + (echoes[pixel] ?? 0) ** 2;
  }
  const mean = power.reduce((sum, value) => sum + Math.sqrt(value), 0) / power.length;
  return power.map((value) => Math.sqrt(value) / mean);
}

/** Echo amplitude (1 the brightest reflector) as a grey level: logarithmic, `range` decibels from black to white. */
export function compressed(amplitude: number, range: number): number {
  return amplitude <= 0 ? 0 : Math.min(255, Math.max(0, 255 * (1 + (20 * Math.log10(amplitude)) / range)));
}
