import { photometricRgb } from './photometric-rgb';

/** From a source to an image. */
export const VALUE_STEPS = { 'PhotometricRGB@1': photometricRgb } as const;
