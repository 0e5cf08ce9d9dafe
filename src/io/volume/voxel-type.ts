/** How one sample of a volume file is stored. */
export const VOXEL_TYPES = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'] as const;
export type VoxelType = (typeof VOXEL_TYPES)[number];

export function bytesPerSample(type: VoxelType): 1 | 2 | 4 | 8 {
  switch (type) {
    case 'int8':
    case 'uint8':
      return 1;
    case 'int16':
    case 'uint16':
      return 2;
    case 'int32':
    case 'uint32':
    case 'float32':
      return 4;
    case 'int64':
    case 'uint64':
    case 'float64':
      return 8;
  }
}

/** Whether the samples as decoded may be negative; 64-bit integers are decoded as floats. */
export function isSigned(type: VoxelType): boolean {
  return !type.startsWith('uint');
}
