import type { Vec3 } from '../units';
import type { FrameGeometry } from './frame-geometry';
import { turnOf, type ViewOrientation } from './view-transform';

/**
 * The international letters (R L A P H F) a direction in the patient (LPS) points to, strongest first. A second and
 * third letter are given where the direction is oblique, as PS3.3 C.7.6.1.1.1 does for Patient Orientation.
 */
export function directionLetters(direction: Vec3): string {
  const [x, y, z] = direction;
  const parts = [
    { letter: x < 0 ? 'R' : 'L', size: Math.abs(x) },
    { letter: y < 0 ? 'A' : 'P', size: Math.abs(y) },
    { letter: z < 0 ? 'F' : 'H', size: Math.abs(z) },
  ];
  // 0.1 is about 6°: below that a tilt is set-up, not a view.
  return parts
    .filter((part) => part.size > 0.1)
    .sort((a, b) => b.size - a.size)
    .map((part) => part.letter)
    .join('');
}

const negate = (v: Vec3): Vec3 => [-v[0], -v[1], -v[2]];

/** Letters on the four sides of the image as displayed. */
export function orientationLetters(
  geometry: FrameGeometry,
  view: ViewOrientation,
): { readonly top: string; readonly right: string; readonly bottom: string; readonly left: string } {
  // Sides in clockwise order, before the view's rotation.
  const sides = [negate(geometry.columnDirection), geometry.rowDirection, geometry.columnDirection, negate(geometry.rowDirection)];
  const { cos, sin } = turnOf(view.rotation);
  const side = (index: number): Vec3 => {
    const here = sides[index] ?? [0, 0, 0];
    const before = sides[(index + 3) % 4] ?? [0, 0, 0];
    return [here[0] * cos + before[0] * sin, here[1] * cos + before[1] * sin, here[2] * cos + before[2] * sin];
  };
  const [top, bottom] = view.flipVertical ? [2, 0] : [0, 2];
  const [right, left] = view.flipHorizontal ? [3, 1] : [1, 3];
  return {
    top: directionLetters(side(top)),
    right: directionLetters(side(right)),
    bottom: directionLetters(side(bottom)),
    left: directionLetters(side(left)),
  };
}
