/** Branded identifiers: two ids of different things never mix, at no runtime cost. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Opaque, made per session (never a DICOM UID: those are patient data). */
export type StudyId = Brand<string, 'StudyId'>;
export type SeriesId = Brand<string, 'SeriesId'>;
export type InstanceId = Brand<string, 'InstanceId'>;
export type FindingId = Brand<string, 'FindingId'>;
export type MeasurementId = Brand<string, 'MeasurementId'>;
export type JobId = Brand<string, 'JobId'>;
/** One of the (at most four) places an image can hang: `v1` … `v4`. */
export type ViewportId = 'v1' | 'v2' | 'v3' | 'v4';

export const studyId = (value: string): StudyId => value as StudyId;
export const seriesId = (value: string): SeriesId => value as SeriesId;
export const instanceId = (value: string): InstanceId => value as InstanceId;
export const findingId = (value: string): FindingId => value as FindingId;
export const measurementId = (value: string): MeasurementId => value as MeasurementId;
export const jobId = (value: string): JobId => value as JobId;
