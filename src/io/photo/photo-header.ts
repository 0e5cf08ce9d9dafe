/** What a photo file says about itself before it is decoded. */
export interface PhotoHeader {
  /** As stored, before EXIF rotation. */
  readonly rows: number;
  readonly columns: number;
  /** As it will come out: 1 or 3. */
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: 8 | 16 | 32;
  readonly float: boolean;
  readonly exifOrientation: number;
  /** The file says where the picture was taken; who took it or whose camera it was. Neither is read further. */
  readonly located: boolean;
  readonly named: boolean;
  readonly frameCount: number;
  readonly lossy: boolean;
}
