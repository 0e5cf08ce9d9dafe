import type { Point } from '../units';
import { fullTurn, turnOf } from './view-transform';

/** p ↦ scale · rotation · mirror · p + shift: what takes one flat thing onto another without bending it. */
export interface Similarity {
  readonly scale: number;
  /** Clockwise degrees where y points down, 0 ≤ rotation < 360. */
  readonly rotation: number;
  /** Left and right change places first. */
  readonly mirrored: boolean;
  readonly shift: Point;
}

function turned({ scale, rotation, mirrored }: Omit<Similarity, 'shift'>, { x, y }: Point): Point {
  const { cos, sin } = turnOf(rotation);
  const across = mirrored ? -x : x;
  return { x: scale * (cos * across - sin * y), y: scale * (sin * across + cos * y) };
}

export function applySimilarity(similarity: Similarity, point: Point): Point {
  const { x, y } = turned(similarity, point);
  return { x: x + similarity.shift.x, y: y + similarity.shift.y };
}

export function invertSimilarity({ scale, rotation, mirrored, shift }: Similarity): Similarity {
  const back = { scale: 1 / scale, rotation: mirrored ? rotation : fullTurn(-rotation), mirrored };
  const { x, y } = turned(back, shift);
  return { ...back, shift: { x: -x, y: -y } };
}

/** The similarity of a known scale and rotation that takes one point to another. */
export function shiftOnly(from: Point, to: Point, kept: Omit<Similarity, 'shift'>): Similarity {
  const { x, y } = turned(kept, from);
  return { ...kept, shift: { x: to.x - x, y: to.y - y } };
}

const middle = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/**
 * The similarity that brings points nearest to their partners, by least squares (Umeyama, IEEE PAMI 13(4), 1991); exact for
 * two pairs.
 * @param from as many as `to`, at least two
 * @returns null where the points of a side lie in one place
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[], mirrored: boolean): Similarity | null {
  const [p0, q0] = [middle(from), middle(to)];
  let [real, imaginary, size, reach] = [0, 0, 0, 0];
  from.forEach((point, i) => {
    const partner = to[i] ?? q0;
    const px = (point.x - p0.x) * (mirrored ? -1 : 1);
    const py = point.y - p0.y;
    const [qx, qy] = [partner.x - q0.x, partner.y - q0.y];
    real += px * qx + py * qy;
    imaginary += px * qy - py * qx;
    size += px * px + py * py;
    reach += qx * qx + qy * qy;
  });
  const scale = Math.hypot(real, imaginary) / size;
  if (!(size > 0) || !(reach > 0) || !(scale > 0)) return null;
  return shiftOnly(p0, q0, { scale, rotation: fullTurn((Math.atan2(imaginary, real) * 180) / Math.PI), mirrored });
}

/** Root mean square distance between partners once `from` is taken over, in units of `to`. */
export function misfit(similarity: Similarity, from: readonly Point[], to: readonly Point[]): number {
  const squares = from.map((point, i) => {
    const { x, y } = applySimilarity(similarity, point);
    return (x - (to[i]?.x ?? x)) ** 2 + (y - (to[i]?.y ?? y)) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(squares.length, 1));
}
