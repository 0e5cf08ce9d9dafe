import type { DicomSlideLocator } from './dicom/dicom-slide-locator';
import type { DrawnSlideLocator } from './drawn/drawn-slide';
import type { PhotoSlideLocator } from './photo/photo-locator';
import type { TiffSlideLocator } from './tiff/tiff-locator';

/** All that reading tiles needs besides the bytes; plain data, so that it crosses to any worker. */
export type SlideLocator = DicomSlideLocator | DrawnSlideLocator | TiffSlideLocator | PhotoSlideLocator;
