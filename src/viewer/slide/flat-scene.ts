import { boundsOf } from '../../domain/geometry/convex';
import { applyAffine, invertAffine, type Affine } from '../../domain/geometry/view-transform';
import type { TileScene } from './tile-painter';

/** `second` after `first`. */
function compose(second: Affine, first: Affine): Affine {
  const [a, b, c, d] = first;
  const origin = applyAffine(second, { x: first[4], y: first[5] });
  return [
    second[0] * a + second[2] * b,
    second[1] * a + second[3] * b,
    second[0] * c + second[2] * d,
    second[1] * c + second[3] * d,
    origin.x,
    origin.y,
  ];
}

/**
 * A scene turned by other than quarters as an upright one, and how to lay that on the screen. Tiles put on a canvas at a
 * slant would each fade out along their borders, and the seams would show.
 * @returns null where it lies square already; `turn` takes CSS pixels of the upright picture to those of the screen
 */
export function flatScene(scene: TileScene): { readonly flat: TileScene; readonly turn: Affine } | null {
  const { affine, size } = scene;
  const [a, b, c, d] = affine;
  if ((b === 0 && c === 0) || (a === 0 && d === 0)) return null;
  const scale: Affine = [Math.hypot(a, b), 0, 0, Math.hypot(c, d), 0, 0];
  const toScreen = compose(affine, invertAffine(scale));
  const back = invertAffine(toScreen);
  const { width, height } = size;
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ].map((corner) => applyAffine(back, corner));
  const shown = boundsOf(corners);
  return {
    flat: {
      ...scene,
      affine: [scale[0], 0, 0, scale[3], -shown.x, -shown.y],
      size: { width: Math.ceil(shown.width), height: Math.ceil(shown.height) },
    },
    turn: compose(toScreen, [1, 0, 0, 1, shown.x, shown.y]),
  };
}
