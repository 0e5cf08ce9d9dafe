export type PlanePoint = readonly [x: number, y: number];

/** Convex hull by monotone chains (Andrew 1979): corners only, each once. */
export function convexHull(points: readonly PlanePoint[]): PlanePoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (list: readonly PlanePoint[]): PlanePoint[] => {
    const chain: PlanePoint[] = [];
    for (const point of list) {
      for (;;) {
        const b = chain.at(-1);
        const a = chain.at(-2);
        if (a === undefined || b === undefined || cross(a, b, point) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function cross(o: PlanePoint, a: PlanePoint, b: PlanePoint): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

/** The pair of points farthest apart; null of fewer than two. */
export function farthestPair(
  points: readonly PlanePoint[],
): { readonly from: PlanePoint; readonly to: PlanePoint; readonly distance: number } | null {
  let best: { from: PlanePoint; to: PlanePoint; distance: number } | null = null;
  for (const [i, from] of points.entries()) {
    for (const to of points.slice(i + 1)) {
      const distance = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (best === null || distance > best.distance) best = { from, to, distance };
    }
  }
  return best;
}

/**
 * Longest chord of a convex polygon at right angles to a direction. The chord's length is concave along the direction,
 * so that its largest value lies at a corner.
 */
export function longestPerpendicular(
  hull: readonly PlanePoint[],
  from: PlanePoint,
  to: PlanePoint,
): { readonly from: PlanePoint; readonly to: PlanePoint; readonly distance: number } | null {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const ux = (to[0] - from[0]) / length;
  const uy = (to[1] - from[1]) / length;
  const turned = hull.map(([x, y]) => [x * ux + y * uy, y * ux - x * uy] as const);
  let best: { from: PlanePoint; to: PlanePoint; distance: number } | null = null;
  for (const [along] of turned) {
    let low = Infinity;
    let high = -Infinity;
    for (const [i, [s0, t0]] of turned.entries()) {
      const [s1, t1] = turned[(i + 1) % turned.length] ?? [s0, t0];
      if (Math.min(s0, s1) > along || Math.max(s0, s1) < along) continue;
      const ends = s0 === s1 ? [t0, t1] : [t0 + ((along - s0) / (s1 - s0)) * (t1 - t0)];
      low = Math.min(low, ...ends);
      high = Math.max(high, ...ends);
    }
    if (best !== null && high - low <= best.distance) continue;
    const back = (t: number): PlanePoint => [along * ux - t * uy, along * uy + t * ux];
    best = { from: back(low), to: back(high), distance: high - low };
  }
  return best;
}
