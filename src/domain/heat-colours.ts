/** Viridis (van der Walt and Smith, 2015) at nine even places: its lightness grows evenly, and the colour-blind read it too. */
const VIRIDIS = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'] as const;

/** Steps of a heatmap's scale; step 0 is nothing. */
export const HEAT_STEPS = 255;

/** `#rrggbb` of a share of the scale, 0–1. */
export function heatColour(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
  const low = Math.min(VIRIDIS.length - 2, Math.floor(at));
  const [a, b] = [channels(VIRIDIS[low] ?? '#000000'), channels(VIRIDIS[low + 1] ?? '#000000')];
  const mixed = a.map((value, i) => Math.round(value + ((b[i] ?? value) - value) * (at - low)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** Values in steps of a scale: 1 at its low end to 255 at its high one; 0 below it, and where there is no number. */
export function heatSteps(data: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  const steps = new Uint8Array(data.length);
  const span = high > low ? high - low : 1;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? NaN;
    if (value > low) steps[i] = Math.max(1, Math.min(HEAT_STEPS, Math.round(((value - low) / span) * HEAT_STEPS)));
  }
  return steps;
}
