import { z } from 'zod';
import { connectedComponents } from '../../../domain/kernels/masks/connected-components';
import { labelContours } from '../../../domain/kernels/masks/contours';
import { recistDiameters } from '../../../domain/kernels/measures/diameters';
import { ellipsePerimeter, fitEllipse } from '../../../domain/kernels/measures/ellipse-fit';
import { labelRegions } from '../../../domain/kernels/measures/label-regions';
import { ellipsoidAxes } from '../../../domain/kernels/measures/moments';
import { labelList } from '../masks/shared/label-values';
import type { InstancesValue, LabelsValue } from '../register';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { measurements, scaleOf, type Measured, type Scale } from './shared/measured-values';

/**
 * Diameters of labels or objects. `recist`: the longest in an axial slice and the longest across it. `ellipsoid`: the
 * axes of the ellipsoid of the same moments, and π/6 of their product. `ellipse`: a direct least squares fit to the
 * outline of the largest piece, its axes and circumference.
 */
export const diameters = defineStep({
  name: 'Diameters',
  version: 1,
  kwargs: z.strictObject({ method: z.enum(['recist', 'ellipsoid', 'ellipse']), labels: labelList.optional() }),
  types: (kwargs, context) => {
    const type = soleInputType(context, 'labels', 'instances');
    if (kwargs.method === 'ellipse' && type.dims !== 2) throw typeProblem('method: ellipse takes planes');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const map = soleInput(context, 'labels', 'instances');
    const scale = scaleOf(map.space);
    const wanted = kwargs.labels === undefined ? null : new Set(kwargs.labels);
    const values = labelRegions(map).flatMap(({ label: value, places }) => {
      const label = map.kind === 'labels' ? value : (map.classes[value - 1] ?? 0);
      if (wanted !== null && !wanted.has(label)) return [];
      switch (kwargs.method) {
        case 'recist':
          return recist(places, map, label, scale);
        case 'ellipsoid':
          return ellipsoid(places, map, label, scale);
        case 'ellipse':
          return ellipse(map, value, label, scale);
      }
    });
    return [measurements(values)];
  },
});

type Map = LabelsValue | InstancesValue;

function recist(places: Uint32Array, map: Map, label: number, { spacing, unit }: Scale): Measured[] {
  const found = recistDiameters(places, map.shape, spacing);
  if (found === null) return [];
  return [
    { label, name: 'long_diameter', value: found.long.length, unit },
    { label, name: 'short_diameter', value: found.short.length, unit },
    { label, name: 'slice', value: found.slice + 1, unit: '1' },
  ];
}

function ellipsoid(places: Uint32Array, map: Map, label: number, { spacing, unit }: Scale): Measured[] {
  const axes = ellipsoidAxes(places, map.shape, spacing);
  const values = axes.map((value, i): Measured => ({ label, name: `axis_${String(i + 1)}`, value, unit }));
  if (axes.length < 3) return values;
  const product = axes.reduce((total, axis) => total * axis, Math.PI / 6);
  return [
    ...values,
    { label, name: 'ellipsoid_volume', value: unit === 'mm' ? product / 1000 : product, unit: unit === 'mm' ? 'mL' : 'px' },
  ];
}

function ellipse(map: Map, value: number, label: number, { spacing, unit }: Scale): Measured[] {
  const mask = Uint8Array.from(map.data, (one) => (one === value ? 1 : 0));
  const pieces = connectedComponents({ data: mask, shape: map.shape }, 1);
  const largest = pieces.sizes.indexOf(Math.max(...pieces.sizes.subarray(1)), 1);
  const [outline] = labelContours({ data: pieces.labels, shape: map.shape }, largest);
  const fit = fitEllipse(sidesOf(outline?.outer ?? [], spacing));
  if (fit === null) return [];
  return [
    { label, name: 'long_diameter', value: 2 * fit.a, unit },
    { label, name: 'short_diameter', value: 2 * fit.b, unit },
    { label, name: 'circumference', value: ellipsePerimeter(fit.a, fit.b), unit },
  ];
}

/** The middle of every pixel side along a ring, x and y by turns, scaled. */
function sidesOf(ring: readonly number[], [sy = 1, sx = 1]: readonly number[]): number[] {
  const points: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const [x0 = 0, y0 = 0] = [ring[i], ring[i + 1]];
    const [x1 = 0, y1 = 0] = [ring[(i + 2) % ring.length], ring[(i + 3) % ring.length]];
    const steps = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    for (let k = 0; k < steps; k++) points.push((x0 + ((x1 - x0) * (k + 0.5)) / steps) * sx, (y0 + ((y1 - y0) * (k + 0.5)) / steps) * sy);
  }
  return points;
}
