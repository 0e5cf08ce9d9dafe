import { boxOf } from '../../domain/geometry/measurement';
import { imagePointToPatient } from '../../domain/geometry/plane-cut';
import { reformatLabels } from '../../domain/geometry/reformat-labels';
import { inConvex } from '../../domain/geometry/convex';
import { applyAffine, invertAffine } from '../../domain/geometry/view-transform';
import { isPersonsRegion, type ImageFinding, type RegionEvidence } from '../../domain/finding';
import { overlayId } from '../../domain/model-answer';
import { ringsOf } from '../../domain/regions/region';
import { distanceToSegment, isInside } from '../../domain/regions/rings';
import type { Point } from '../../domain/units';
import type { Measurement } from '../../domain/view';
import { handlePoints, vertexHandles, type VertexAt } from './handles';
import type { Scene } from './scene';
import { corners } from './scene';

export type Hit =
  | { readonly kind: 'measurement-handle'; readonly measurement: Measurement; readonly handle: number }
  | { readonly kind: 'measurement'; readonly measurement: Measurement }
  | { readonly kind: 'finding-corner'; readonly finding: ImageFinding; readonly corner: number }
  | { readonly kind: 'region-vertex'; readonly finding: ImageFinding; readonly vertex: VertexAt }
  | { readonly kind: 'finding'; readonly finding: ImageFinding; readonly onBorder: boolean };

function outline(measurement: Measurement): readonly Point[] {
  const [a, b] = measurement.points;
  if (a === undefined || b === undefined) return [];
  if (measurement.kind === 'rectangle') {
    const points = corners(boxOf(a, b));
    return [...points, points[0]];
  }
  if (measurement.kind === 'ellipse') {
    const box = boxOf(a, b);
    return Array.from({ length: 37 }, (_, i) => ({
      x: box.x + (box.width / 2) * (1 + Math.cos((i * Math.PI) / 18)),
      y: box.y + (box.height / 2) * (1 + Math.sin((i * Math.PI) / 18)),
    }));
  }
  return measurement.points;
}

function nearestPoint(points: readonly Point[], scene: Scene, at: Point, reach: number): number | null {
  let best: number | null = null;
  let nearest = reach;
  points.forEach((point, i) => {
    const shown = applyAffine(scene.affine, point);
    const gap = Math.hypot(shown.x - at.x, shown.y - at.y);
    if (gap > nearest) return;
    nearest = gap;
    best = i;
  });
  return best;
}

function distanceToOutline(points: readonly Point[], scene: Scene, at: Point): number {
  return distanceToBorder(
    points.map((point) => applyAffine(scene.affine, point)),
    at,
  );
}

/** @param shown a line through points of the viewport */
function distanceToBorder(shown: readonly (Point | undefined)[], at: Point): number {
  let nearest = Infinity;
  for (let i = 1; i < shown.length; i += 1) {
    const a = shown[i - 1];
    const b = shown[i];
    if (a !== undefined && b !== undefined) nearest = Math.min(nearest, distanceToSegment(at, a, b));
  }
  return nearest;
}

/**
 * What lies under a point of the viewport (CSS pixels), the selected thing's handles first, then measurements, then
 * the smallest finding box.
 * @param reach CSS pixels around a handle that count: 12 for a mouse, more for a finger
 */
export function hitTest(scene: Scene, at: Point, reach: number): Hit | null {
  const selected = scene.measurements.find((measurement) => measurement.id === scene.selectedMeasurement);
  if (selected !== undefined) {
    const handle = nearestPoint(handlePoints(selected), scene, at, reach);
    if (handle !== null) return { kind: 'measurement-handle', measurement: selected, handle };
  }
  const chosen = scene.findings.find((finding) => finding.id === scene.selectedFinding);
  if (chosen?.evidence.kind === 'box' || chosen?.evidence.kind === 'ellipse') {
    const corner = nearestPoint(corners(chosen.evidence.box), scene, at, reach);
    if (corner !== null) return { kind: 'finding-corner', finding: chosen, corner };
  }
  if (chosen?.evidence.kind === 'polygon' && isPersonsRegion(chosen)) {
    const handles = vertexHandles(chosen.evidence.rings, scene);
    const nearest = nearestPoint(
      handles.map(({ point }) => point),
      scene,
      at,
      reach,
    );
    const vertex = nearest === null ? undefined : handles[nearest];
    if (vertex !== undefined) return { kind: 'region-vertex', finding: chosen, vertex };
  }
  for (const measurement of [...scene.measurements].reverse()) {
    if (distanceToOutline(outline(measurement), scene, at) <= reach / 2) return { kind: 'measurement', measurement };
  }
  return hitFinding(scene, at, reach);
}

function hitFinding(scene: Scene, at: Point, reach: number): Hit | null {
  let best: Hit | null = null;
  let smallest = Infinity;
  const back = invertAffine(scene.affine);
  const point = applyAffine(back, at);
  // Image pixels that the reach may span, however the picture is turned.
  const slack = reach * (Math.abs(back[0]) + Math.abs(back[1]) + Math.abs(back[2]) + Math.abs(back[3]));
  for (const finding of scene.findings) {
    // A decision about the whole image lies everywhere and nowhere.
    if (finding.evidence.kind === 'whole') continue;
    const { box } = finding.evidence;
    // Most of 10⁵ are far away.
    if (box.x > point.x + slack || box.x + box.width < point.x - slack || box.y > point.y + slack || box.y + box.height < point.y - slack)
      continue;
    const shown = corners(box).map((corner) => applyAffine(scene.affine, corner));
    // A little outside counts too; the box may lie at a slant.
    if (!inConvex(shown, at) && distanceToBorder([...shown, shown[0]], at) > reach / 3) continue;
    // The box of a region is not drawn: only its own pixels count.
    if (finding.evidence.kind === 'region' && !isLabelled(scene, finding.evidence, at)) continue;
    if (isPersonsRegion(finding) && !liesIn(scene, finding, at, reach / 3)) continue;
    const area = box.width * box.height;
    if (area >= smallest) continue;
    smallest = area;
    const ring = corners(box);
    best = { kind: 'finding', finding, onBorder: distanceToOutline([...ring, ring[0]], scene, at) <= reach / 2 };
  }
  return best;
}

/** Within the outline of a region that a person drew, or near it. */
function liesIn(scene: Scene, { evidence }: ImageFinding, at: Point, margin: number): boolean {
  if (evidence.kind !== 'polygon' && evidence.kind !== 'ellipse') return false;
  const rings = ringsOf(evidence);
  if (isInside(rings, applyAffine(invertAffine(scene.affine), at))) return true;
  return rings.some((ring) => distanceToOutline([...ring, ...ring.slice(0, 1)], scene, at) <= margin);
}

/** Whether the label of a region is what is drawn under a point of the viewport. */
function isLabelled({ labels, affine }: Scene, { job, output, value }: RegionEvidence, at: Point): boolean {
  const overlay = labels?.overlays.find(({ id }) => id.startsWith(`${overlayId({ job }, { id: output })}/`));
  if (labels === null || overlay?.colours.has(value) !== true) return false;
  const point = applyAffine(invertAffine(affine), at);
  const [row, column] = [Math.floor(point.y), Math.floor(point.x)];
  if (row < 0 || column < 0 || row >= labels.rows || column >= labels.columns) return false;
  const { placed } = labels;
  if (placed === null || overlay.frame !== null) return overlay.labels.data[row * labels.columns + column] === value;
  // An image of that pixel alone.
  const position = imagePointToPatient(placed, { x: column + 0.5, y: row + 0.5 });
  const pixel = { ...placed, geometry: { ...placed.geometry, position }, rows: 1, columns: 1 };
  return reformatLabels(overlay.labels, pixel)[0] === value;
}
