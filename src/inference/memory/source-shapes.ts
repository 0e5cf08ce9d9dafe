import type { VolumeGrid } from '../../domain/volume';
import type { FrameValue, SourceValue } from '../steps/register';
import { frameSpace, volumeSpace } from '../steps/space';
import type { SourceShape, SourceShapes } from './memory-plan';

const FLOAT_BYTES = 4;

/** Shapes of sources that have been read. */
export async function sourceShapes(sources: ReadonlyMap<string, SourceValue>): Promise<SourceShapes> {
  const shapes = new Map<string, SourceShape>();
  for (const [id, value] of sources) {
    const shape = await shapeOf(value);
    if (shape !== null) shapes.set(id, shape);
  }
  return shapes;
}

/** A volume as it will be read: float32, one value a voxel. */
export function volumeShape(grid: VolumeGrid): SourceShape {
  const space = volumeSpace({ grid });
  return { shape: space.source, space, bytes: grid.slices * grid.rows * grid.columns * FLOAT_BYTES };
}

async function shapeOf(value: SourceValue): Promise<SourceShape | null> {
  switch (value.kind) {
    case 'frame':
      return frameShape(value);
    case 'stack': {
      if (value.count === 0) return null;
      const { shape, bytes } = frameShape(await value.read(0));
      const source = [value.count, ...shape];
      return { shape: source, space: { source, spacing: null, affine: null, transforms: [] }, bytes: bytes * value.count };
    }
    case 'volume':
      return volumeShape(value.voxels.grid);
    default:
      return null;
  }
}

function frameShape(value: FrameValue): SourceShape {
  const space = frameSpace(value);
  return { shape: space.source, space, bytes: value.frame.pixels.byteLength };
}
