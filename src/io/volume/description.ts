import type { VoxelAffine } from '../../domain/volume';
import type { VoxelType } from './voxel-type';

/**
 * One axis of the stored array. `space` axes become columns, rows and slices, in the order they are stored; `phase` is
 * time, diffusion direction and the like; `colour` holds the samples of one voxel.
 */
export interface VolumeAxis {
  readonly role: 'space' | 'phase' | 'colour';
  readonly size: number;
}

/** What a volume file's header says, whatever its format. */
export interface VolumeDescription {
  /** For messages. */
  readonly format: 'NIfTI' | 'MetaImage' | 'NRRD';
  /** Fastest first. Two or three of space, at most one of each other role. */
  readonly axes: readonly VolumeAxis[];
  readonly type: VoxelType;
  readonly bigEndian: boolean;
  /** Indices along the space axes → mm, LPS. Null where the file is of two dimensions and no place in the patient. */
  readonly affine: VoxelAffine | null;
  /** mm along the first two space axes where there is no affine; null when unknown. */
  readonly planeSpacing: { readonly first: number; readonly second: number } | null;
  /** The file does not say how it lies: the orientation is its format's default. */
  readonly orientationAssumed: boolean;
  /** Modality value = slope · stored + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Display range the file asks for, in modality values. */
  readonly displayRange: { readonly minimum: number; readonly maximum: number } | null;
  /** Milliseconds from phase to phase. */
  readonly phaseTime: number | null;
  /** DICOM modality code where the file names one, else `OT`. */
  readonly modality: string;
}

/** Where the samples are. */
export interface VolumeDataPlace {
  /** Bytes before the first sample, in the file that holds them, before anything of it is inflated; −1: the samples end the file. */
  readonly offset: number;
  readonly encoding: 'raw' | 'zlib' | 'gzip' | 'text' | 'hex';
  /** Bytes (after inflating) to leave out before the first sample; −1: the samples are the last bytes. */
  readonly skip: number;
  /** A file beside the header, relative to its folder; null: the header's own file. */
  readonly detached: string | null;
}

export interface VolumeHeader {
  readonly description: VolumeDescription;
  readonly place: VolumeDataPlace;
}
