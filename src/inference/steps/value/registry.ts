import { adc } from './adc';
import { grayscale } from './grayscale';
import { modalityLut } from './modality-lut';
import { photometricRgb } from './photometric-rgb';
import { project } from './project';
import { selectFrames } from './select-frames';
import { suv } from './suv';
import { tileGrid } from './tile-grid';

/** From a source to an image. */
export const VALUE_STEPS = {
  'ADC@1': adc,
  'Grayscale@1': grayscale,
  'ModalityLUT@1': modalityLut,
  'PhotometricRGB@1': photometricRgb,
  'Project@1': project,
  'SUV@1': suv,
  'SelectFrames@1': selectFrames,
  'TileGrid@1': tileGrid,
} as const;
