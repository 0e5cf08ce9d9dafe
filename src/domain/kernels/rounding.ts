/** Rounding to the nearest integer, .5 to the even neighbour (IEEE 754, `nearbyint`, numpy and Python `round`). */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
