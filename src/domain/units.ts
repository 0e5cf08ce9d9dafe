/** Branded quantities: millimetres and pixels never mix by accident. */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]: Name };

export type Mm = Quantity<'mm'>;
export type Pixels = Quantity<'px'>;
export type Milliseconds = Quantity<'ms'>;

export const mm = (value: number): Mm => value as Mm;
export const pixels = (value: number): Pixels => value as Pixels;
export const milliseconds = (value: number): Milliseconds => value as Milliseconds;

export type Vec3 = readonly [x: number, y: number, z: number];
/** A point in image pixels: (0, 0) is the top-left corner of the top-left pixel, x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Image pixels; x, y is the top-left corner, as for `Point`. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
