import { AppError } from '../../domain/errors';
import type { FrameGeometry, PixelSpacing } from '../../domain/geometry/frame-geometry';
import { affineSteps, applyVoxelAffine } from '../../domain/geometry/voxel-affine';
import { unit } from '../../domain/geometry/vector';
import type { ModalityLut, VoiLut } from '../../domain/pixels';
import type { Vec3 } from '../../domain/units';
import type { VoxelAffine } from '../../domain/volume';
import { LIMITS } from '../limits';
import type { OpenedFrame, OpenedInstance, VolumeLocator } from '../opened';
import { NO_SERIES_ATTRIBUTES } from '../series-attributes';
import type { VolumeDescription } from './description';
import { displayAxes, type DisplayAxes } from './display-axes';
import { bytesPerSample, isSigned } from './voxel-type';

const AS_STORED: DisplayAxes = { transposed: false, columnsReversed: false, rowsReversed: false };

/** Extent and step (in samples) of the stored array by meaning. */
interface Layout {
  readonly sizes: Vec3;
  readonly steps: Vec3;
  readonly phases: number;
  readonly phaseStep: number;
  readonly samples: number;
  readonly sampleStep: number;
  readonly total: number;
}

/** Bytes of all samples. @throws AppError `dimensions-absurd`. */
export function volumeBytes(description: VolumeDescription): number {
  return layoutOf(description).total * bytesPerSample(description.type);
}

/**
 * The images of one volume file: one part a phase where there are few, so that each is a volume of its own; else one
 * part that holds all phases, one after the other. A single slice over time is a cine.
 * @param offset byte of the first sample in `source`
 * @throws AppError `dimensions-absurd`, `volume-variant-unsupported`, `image-malformed`.
 */
export function volumeParts(description: VolumeDescription, source: Blob | null, offset: number): readonly OpenedInstance[] {
  const layout = layoutOf(description);
  const { affine } = description;
  if (affine !== null) checkAffine(affine);
  const turned = affine === null ? AS_STORED : displayAxes(affine);
  const locator = locatorOf(description, layout, turned, offset);
  const slices = layout.sizes[2];
  const cine = slices === 1 && layout.phases > 1;
  const separate = !cine && layout.phases > 1 && layout.phases <= LIMITS.volumeSeries;
  if (!separate) return [partOf(description, layout, turned, locator, source, { first: 0, count: layout.phases, cine })];
  return Array.from({ length: layout.phases }, (_, phase) => {
    const own = { ...locator, first: locator.first + phase * layout.phaseStep };
    return partOf(description, layout, turned, own, source, { first: phase, count: 1, cine: false });
  });
}

function layoutOf({ axes, type, format }: VolumeDescription): Layout {
  const space: { size: number; step: number }[] = [];
  let phase = { size: 1, step: 0 };
  let colour = { size: 1, step: 0 };
  let total = 1;
  for (const { role, size } of axes) {
    if (!Number.isInteger(size) || size < 1) throw new AppError('dimensions-absurd', `a ${format} dimension below 1`);
    const axis = { size, step: total };
    total *= size;
    if (role === 'space') space.push(axis);
    else if (role === 'phase') phase = axis;
    else colour = axis;
  }
  const bytes = total * bytesPerSample(type);
  const [columns, rows, slices = { size: 1, step: 0 }] = space;
  if (columns === undefined || rows === undefined || space.length > 3) {
    throw new AppError('volume-variant-unsupported', `${format} of ${String(space.length)} spatial dimensions`);
  }
  if (
    bytes > LIMITS.volumeBytes ||
    columns.size * rows.size > LIMITS.framePixels ||
    columns.size * rows.size * colour.size * 8 > LIMITS.frameBytes ||
    slices.size * phase.size > LIMITS.frames
  ) {
    throw new AppError('dimensions-absurd', 'larger than any volume that is read', { bytes });
  }
  return {
    sizes: [columns.size, rows.size, slices.size],
    steps: [columns.step, rows.step, slices.step],
    phases: phase.size,
    phaseStep: phase.step,
    samples: colour.size,
    sampleStep: colour.step,
    total,
  };
}

function checkAffine(affine: VoxelAffine): void {
  const { column, row, slice } = affineSteps(affine);
  const degenerate = [column, row, slice].some((step) => !(Math.hypot(...step) > 0));
  if (degenerate || affine.some((value) => !Number.isFinite(value))) {
    throw new AppError('image-malformed', 'the affine of the volume is not finite or flattens space');
  }
}

function locatorOf({ type, bigEndian }: VolumeDescription, layout: Layout, turned: DisplayAxes, offset: number): VolumeLocator {
  const { transposed, columnsReversed, rowsReversed } = turned;
  const [across, along] = transposed ? ([1, 0] as const) : ([0, 1] as const);
  const columns = layout.sizes[across];
  const rows = layout.sizes[along];
  const columnStep = layout.steps[across];
  const rowStep = layout.steps[along];
  return {
    kind: 'volume',
    rows,
    columns,
    samplesPerPixel: layout.samples === 1 ? 1 : 3,
    type,
    bigEndian,
    offset,
    slices: layout.sizes[2],
    first: (columnsReversed ? (columns - 1) * columnStep : 0) + (rowsReversed ? (rows - 1) * rowStep : 0),
    columnStep: columnsReversed ? -columnStep : columnStep,
    rowStep: rowsReversed ? -rowStep : rowStep,
    sliceStep: layout.steps[2],
    phaseStep: layout.phaseStep,
    sampleStep: layout.sampleStep,
  };
}

interface Phases {
  readonly first: number;
  readonly count: number;
  readonly cine: boolean;
}

function partOf(
  description: VolumeDescription,
  layout: Layout,
  turned: DisplayAxes,
  locator: VolumeLocator,
  source: Blob | null,
  phases: Phases,
): OpenedInstance {
  const { affine, type, phaseTime } = description;
  const { rows, columns, samplesPerPixel } = locator;
  const bits = Math.min(64, bytesPerSample(type) * 8);
  const thickness = affine === null ? null : Math.hypot(...affineSteps(affine).slice);
  const split = phases.count < layout.phases;
  return {
    kind: phases.cine ? 'cine' : 'volume',
    series: {
      ...NO_SERIES_ATTRIBUTES,
      seriesNumber: split ? phases.first + 1 : null,
      seriesDescription: split ? `${String(phases.first + 1)}/${String(layout.phases)}` : '',
      modality: description.modality,
      acquisition: { ...NO_SERIES_ATTRIBUTES.acquisition, sliceThickness: thickness },
      frameTime: phases.cine ? phaseTime : null,
    },
    image: {
      uid: null,
      sopClassUid: null,
      transferSyntax: null,
      frameCount: layout.sizes[2] * phases.count,
      rows,
      columns,
      samplesPerPixel,
      bitsAllocated: bits,
      bitsStored: bits,
      signed: isSigned(type),
      photometric: samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB',
      lossy: null,
      exifOrientation: 1,
    },
    frames: framesOf(description, layout, turned, phases.count),
    concatenationUid: null,
    localizer: false,
    locator,
    source,
    issues: affine !== null && description.orientationAssumed ? ['orientation-assumed'] : [],
  };
}

function framesOf(description: VolumeDescription, layout: Layout, turned: DisplayAxes, phases: number): OpenedFrame[] {
  const { slope, intercept, displayRange } = description;
  const slices = layout.sizes[2];
  const modalityLut: ModalityLut = { kind: 'linear', slope, intercept, unit: '' };
  const voi: readonly VoiLut[] = displayRange === null || layout.samples > 1 ? [] : [windowOf(displayRange)];
  const spacing = spacingOf(description, turned);
  return Array.from({ length: slices * phases }, (_, i) => ({
    frameNumber: i + 1,
    instanceNumber: i + 1,
    geometry: geometryOf(description.affine, layout, turned, i % slices),
    spacing,
    modalityLut,
    voi,
    padding: null,
    phase: phases > 1 ? { temporalPosition: Math.floor(i / slices) + 1 } : {},
  }));
}

function windowOf({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): VoiLut {
  return { kind: 'window', center: (minimum + maximum) / 2, width: maximum - minimum, shape: 'LINEAR_EXACT', explanation: '' };
}

function spacingOf({ affine, planeSpacing }: VolumeDescription, { transposed }: DisplayAxes): PixelSpacing | null {
  if (affine !== null) {
    const { column, row } = affineSteps(affine);
    const first = Math.hypot(...column);
    const second = Math.hypot(...row);
    return { row: transposed ? first : second, column: transposed ? second : first, calibration: 'patient' };
  }
  return planeSpacing === null ? null : { row: planeSpacing.second, column: planeSpacing.first, calibration: 'nominal' };
}

function geometryOf(affine: VoxelAffine | null, { sizes }: Layout, turned: DisplayAxes, slice: number): FrameGeometry | null {
  if (affine === null) return null;
  const { transposed, columnsReversed, rowsReversed } = turned;
  const { column, row } = affineSteps(affine);
  const [acrossReversed, alongReversed] = transposed ? [rowsReversed, columnsReversed] : [columnsReversed, rowsReversed];
  const corner: Vec3 = [acrossReversed ? sizes[0] - 1 : 0, alongReversed ? sizes[1] - 1 : 0, slice];
  const [across, along] = transposed ? [row, column] : [column, row];
  return {
    position: applyVoxelAffine(affine, corner),
    rowDirection: directed(across, columnsReversed),
    columnDirection: directed(along, rowsReversed),
    frameOfReference: null,
  };
}

function directed(step: Vec3, reversed: boolean): Vec3 {
  const [x, y, z] = unit(step);
  const turn = (value: number): number => (reversed && value !== 0 ? -value : value);
  return [turn(x), turn(y), turn(z)];
}
