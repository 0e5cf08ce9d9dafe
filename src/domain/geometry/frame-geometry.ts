import type { Vec3 } from '../units';

/** Position and orientation of one frame in the patient (PS3.3 C.7.6.2.1.1), LPS, millimetres. */
export interface FrameGeometry {
  /** Centre of the top-left pixel. */
  readonly position: Vec3;
  /** Unit vector along a row (increasing column index). */
  readonly rowDirection: Vec3;
  /** Unit vector along a column (increasing row index). */
  readonly columnDirection: Vec3;
  /** Frame Of Reference UID: only frames that share it share coordinates. */
  readonly frameOfReference: string | null;
}

/** How far apart pixel centres are, and how that is known. Where nothing is known lengths are in pixels. */
export interface PixelSpacing {
  /** mm between rows (vertical). */
  readonly row: number;
  /** mm between columns (horizontal). */
  readonly column: number;
  /** `scanner`: of the specimen on its glass, as a slide scanner or microscope states it. */
  readonly calibration: 'patient' | 'detector' | 'magnified' | 'ultrasound-region' | 'scanner' | 'nominal' | 'manual';
}
