import { isPersonsRegion, type ImageFinding } from '../../domain/finding';
import { boundsOf } from '../../domain/geometry/convex';
import { applyAffine, invertAffine } from '../../domain/geometry/view-transform';
import { ellipseRing } from '../../domain/regions/rings';
import type { Box, Point } from '../../domain/units';
import { findingStyle, type FindingStyle } from './finding-style';
import { corners, type Scene } from './scene';

/** What is smaller on screen, CSS pixels, is a speck: outlines of ten thousand nuclei would be one blot, and take seconds to stroke. */
const SPECK_BELOW = 6;

export interface ShownBox {
  readonly finding: ImageFinding;
  /** CSS pixels: the upright box around it. */
  readonly area: Box;
  /** The box itself, which lies at a slant where the view does, outline and holes, or a cross, in CSS pixels. */
  readonly lines: readonly (readonly Point[])[];
  readonly closed: boolean;
  /** How dense its area is drawn, 0–1; 0: its outline alone. */
  readonly fill: number;
  /** It carries its name where there is room. */
  readonly tagged: boolean;
  readonly style: FindingStyle;
  readonly selected: boolean;
  readonly width: number;
}

export const cornersOnScreen = (box: Box, scene: Scene): readonly Point[] =>
  corners(box).map((corner) => applyAffine(scene.affine, corner));

/** Objects too small to be outlined, by colour: middles x, y, … in CSS pixels. */
export type Specks = ReadonlyMap<string, readonly number[]>;

/** Image pixels that the viewport shows, and a little more: of 10⁵ findings the few in it are found without turning any of them. */
function inView({ affine, size }: Scene): Box {
  const back = invertAffine(affine);
  const corners = [
    { x: 0, y: 0 },
    { x: size.width, y: 0 },
    { x: size.width, y: size.height },
    { x: 0, y: size.height },
  ];
  return boundsOf(corners.map((corner) => applyAffine(back, corner)));
}

/** The image is to be seen through a region. */
const REGION_FILL = 0.14;
/** Half the length of the arms of a cross, CSS pixels. */
const ARM = 6;
/** Radius of what a person counted, CSS pixels. */
const DOT = 4.5;

/** A place that a person counted, told from the crosses of models by its shape. */
const isCounted = ({ author, evidence }: ImageFinding): boolean => author.kind === 'person' && evidence.kind === 'point';

function linesOf({ author, evidence }: ImageFinding, scene: Scene): ShownBox['lines'] {
  if (evidence.kind === 'polygon') return evidence.rings.map((ring) => ring.map((point) => applyAffine(scene.affine, point)));
  if (evidence.kind === 'ellipse') return [ellipseRing(evidence.box).map((point) => applyAffine(scene.affine, point))];
  if (evidence.kind !== 'point') return [cornersOnScreen(evidence.box, scene)];
  const { x, y } = applyAffine(scene.affine, evidence.at);
  if (author.kind === 'person') return [ellipseRing({ x: x - DOT, y: y - DOT, width: 2 * DOT, height: 2 * DOT }, 12)];
  return [
    [
      { x: x - ARM, y },
      { x: x + ARM, y },
    ],
    [
      { x, y: y - ARM },
      { x, y: y + ARM },
    ],
  ];
}

/** Findings of the frame that reach into the viewport: those to be outlined, and specks. */
export function visibleFindings(scene: Scene): { readonly boxes: readonly ShownBox[]; readonly specks: Specks } {
  const boxes: ShownBox[] = [];
  const specks = new Map<string, number[]>();
  const seen = inView(scene);
  const { labelLook, size, affine } = scene;
  const [a, b, c, d] = affine;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  for (const finding of scene.findings) {
    const { kind, box } = finding.evidence;
    if (box.x > seen.x + seen.width || box.y > seen.y + seen.height || box.x + box.width < seen.x || box.y + box.height < seen.y) continue;
    const selected = finding.id === scene.selectedFinding;
    // A region is drawn by its label map; its box shows only which one is selected.
    if (kind === 'whole' || (kind === 'region' && !selected)) continue;
    const style = findingStyle(finding, labelLook);
    if (!selected && kind !== 'point' && Math.max(box.width, box.height) * scale < SPECK_BELOW) {
      const { x, y } = applyAffine(affine, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
      const places = specks.get(style.stroke);
      if (places === undefined) specks.set(style.stroke, [x, y]);
      else places.push(x, y);
      continue;
    }
    const area = boundsOf(cornersOnScreen(box, scene));
    if (area.x > size.width || area.y > size.height || area.x + area.width < 0 || area.y + area.height < 0) continue;
    boxes.push({
      finding,
      area,
      lines: linesOf(finding, scene),
      closed: kind !== 'point' || isCounted(finding),
      fill: isPersonsRegion(finding) ? (selected ? REGION_FILL * 1.5 : REGION_FILL) : isCounted(finding) ? 1 : 0,
      tagged: kind !== 'point',
      style,
      selected,
      width: selected ? style.width + 1.5 : style.width,
    });
  }
  return { boxes, specks };
}
