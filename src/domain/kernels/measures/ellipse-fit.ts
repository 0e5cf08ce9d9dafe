/** An ellipse: centre, half axes (`a` ≥ `b`) and the angle of the long axis from +x towards +y, radians in (−π/2, π/2]. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly angle: number;
}

/**
 * Direct least squares fit of an ellipse (Fitzgibbon, Pilu and Fisher 1999, in the stable form of Halíř and Flusser
 * 1998; `skimage.measure.EllipseModel`).
 * @param points x and y by turns
 * @returns null where fewer than five points or no ellipse fits
 */
export function fitEllipse(points: ArrayLike<number>): Ellipse | null {
  const count = points.length / 2;
  if (count < 5) return null;
  // About their mean and at unit scale, so that powers stay comparable.
  let mx = 0;
  let my = 0;
  for (let i = 0; i < count; i++) {
    mx += (points[2 * i] ?? 0) / count;
    my += (points[2 * i + 1] ?? 0) / count;
  }
  let scale = 0;
  for (let i = 0; i < count; i++) scale = Math.max(scale, Math.abs((points[2 * i] ?? 0) - mx), Math.abs((points[2 * i + 1] ?? 0) - my));
  if (scale === 0) return null;
  const zero = (): Matrix3 => [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const s1 = zero();
  const s2 = zero();
  const s3 = zero();
  for (let i = 0; i < count; i++) {
    const x = ((points[2 * i] ?? 0) - mx) / scale;
    const y = ((points[2 * i + 1] ?? 0) - my) / scale;
    const d1 = [x * x, x * y, y * y];
    const d2 = [x, y, 1];
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        s1[r * 3 + c] = (s1[r * 3 + c] ?? 0) + (d1[r] ?? 0) * (d1[c] ?? 0);
        s2[r * 3 + c] = (s2[r * 3 + c] ?? 0) + (d1[r] ?? 0) * (d2[c] ?? 0);
        s3[r * 3 + c] = (s3[r * 3 + c] ?? 0) + (d2[r] ?? 0) * (d2[c] ?? 0);
      }
    }
  }
  const inverse = inverted(s3);
  if (inverse === null) return null;
  const t = multiplied(inverse, transposed(s2)).map((value) => -value);
  const reduced = multiplied(s2, t).map((value, i) => value + (s1[i] ?? 0));
  // The inverse of the constraint matrix swaps the outer rows.
  const at = (r: number, c: number): number => reduced[r * 3 + c] ?? 0;
  const m: Matrix3 = [at(2, 0) / 2, at(2, 1) / 2, at(2, 2) / 2, -at(1, 0), -at(1, 1), -at(1, 2), at(0, 0) / 2, at(0, 1) / 2, at(0, 2) / 2];
  for (const value of realEigenvalues(m)) {
    const vector = nullVector([(m[0] ?? 0) - value, m[1] ?? 0, m[2] ?? 0, m[3] ?? 0, (m[4] ?? 0) - value, m[5] ?? 0, m[6] ?? 0, m[7] ?? 0, (m[8] ?? 0) - value]); // prettier-ignore
    const [a = 0, b = 0, c = 0] = vector;
    if (4 * a * c - b * b <= 0) continue;
    const linear = [0, 1, 2].map((r) => (t[r * 3] ?? 0) * a + (t[r * 3 + 1] ?? 0) * b + (t[r * 3 + 2] ?? 0) * c);
    const unit = ellipseOfConic(a, b, c, linear[0] ?? 0, linear[1] ?? 0, linear[2] ?? 0);
    if (unit === null) continue;
    return { x: unit.x * scale + mx, y: unit.y * scale + my, a: unit.a * scale, b: unit.b * scale, angle: unit.angle };
  }
  return null;
}

/** Perimeter by Ramanujan's second formula (1914). */
export function ellipsePerimeter(a: number, b: number): number {
  const h = ((a - b) / (a + b)) ** 2;
  return Math.PI * (a + b) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h)));
}

type Matrix3 = number[];

function ellipseOfConic(a: number, b: number, c: number, d: number, e: number, f: number): Ellipse | null {
  const det = 4 * a * c - b * b;
  const x = (b * e - 2 * c * d) / det;
  const y = (b * d - 2 * a * e) / det;
  const level = -(a * x * x + b * x * y + c * y * y + d * x + e * y + f);
  const root = Math.hypot(a - c, b);
  const small = (a + c - root) / 2;
  const large = (a + c + root) / 2;
  const first = level / small;
  const second = level / large;
  if (!(first > 0 && second > 0)) return null;
  const [long, short] = first >= second ? [first, second] : [second, first];
  const eigen = first >= second ? small : large;
  // Direction of the eigenvector of the long axis.
  let angle =
    Math.abs(b) < 1e-14 * root || root === 0
      ? Math.abs(a - eigen) <= Math.abs(c - eigen)
        ? 0
        : Math.PI / 2
      : Math.atan2(2 * (eigen - a), b);
  if (angle <= -Math.PI / 2) angle += Math.PI;
  if (angle > Math.PI / 2) angle -= Math.PI;
  return { x, y, a: Math.sqrt(long), b: Math.sqrt(short), angle };
}

function transposed(m: Matrix3): Matrix3 {
  return [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => m[i] ?? 0);
}

function multiplied(a: Matrix3, b: Matrix3): Matrix3 {
  return Array.from({ length: 9 }, (_, i) => {
    const r = Math.floor(i / 3) * 3;
    const c = i % 3;
    return (a[r] ?? 0) * (b[c] ?? 0) + (a[r + 1] ?? 0) * (b[3 + c] ?? 0) + (a[r + 2] ?? 0) * (b[6 + c] ?? 0);
  });
}

function minor(m: Matrix3, i: number, j: number, k: number, l: number): number {
  return (m[i] ?? 0) * (m[l] ?? 0) - (m[j] ?? 0) * (m[k] ?? 0);
}

function determinant(m: Matrix3): number {
  return (m[0] ?? 0) * minor(m, 4, 5, 7, 8) - (m[1] ?? 0) * minor(m, 3, 5, 6, 8) + (m[2] ?? 0) * minor(m, 3, 4, 6, 7);
}

function inverted(m: Matrix3): Matrix3 | null {
  const det = determinant(m);
  if (Math.abs(det) < 1e-300) return null;
  const adjugate = [
    minor(m, 4, 5, 7, 8), -minor(m, 1, 2, 7, 8), minor(m, 1, 2, 4, 5),
    -minor(m, 3, 5, 6, 8), minor(m, 0, 2, 6, 8), -minor(m, 0, 2, 3, 5),
    minor(m, 3, 4, 6, 7), -minor(m, 0, 1, 6, 7), minor(m, 0, 1, 3, 4),
  ]; // prettier-ignore
  return adjugate.map((value) => value / det);
}

/** Real roots of the characteristic polynomial, polished by Newton's method. */
function realEigenvalues(m: Matrix3): number[] {
  const trace = (m[0] ?? 0) + (m[4] ?? 0) + (m[8] ?? 0);
  const minors = minor(m, 0, 1, 3, 4) + minor(m, 0, 2, 6, 8) + minor(m, 4, 5, 7, 8);
  const det = determinant(m);
  const value = (x: number): number => ((x - trace) * x + minors) * x - det;
  const slope = (x: number): number => (3 * x - 2 * trace) * x + minors;
  const shift = trace / 3;
  const p = minors - (trace * trace) / 3;
  const q = value(shift);
  const discriminant = (q / 2) ** 2 + (p / 3) ** 3;
  let roots: number[];
  if (discriminant > 0) {
    const root = Math.sqrt(discriminant);
    roots = [Math.cbrt(-q / 2 + root) + Math.cbrt(-q / 2 - root)];
  } else {
    const radius = 2 * Math.sqrt(Math.max(0, -p / 3));
    const angle = radius === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, (3 * q) / (p * radius)))) / 3;
    roots = [0, 1, 2].map((k) => radius * Math.cos(angle - (2 * Math.PI * k) / 3));
  }
  return roots.map((start) => {
    let x = start + shift;
    for (let step = 0; step < 4; step++) {
      const fall = slope(x);
      if (fall !== 0) x -= value(x) / fall;
    }
    return x;
  });
}

/** A vector that the matrix takes to zero: the longest cross product of two rows. */
function nullVector(m: Matrix3): number[] {
  const rows = [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)];
  let best: number[] = [0, 0, 0];
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    // prettier-ignore
    const [ax = 0, ay = 0, az = 0] = rows[i] ?? [];
    const [bx = 0, by = 0, bz = 0] = rows[j] ?? [];
    const product = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
    if (Math.hypot(...product) > Math.hypot(...best)) best = product;
  }
  return best;
}
