import { image } from './en/image';
import { demos } from './en/demos';
import { device } from './en/device';
import { documents } from './en/documents';
import { gallery } from './en/gallery';
import { packages } from './en/packages';
import { regions } from './en/regions';
import { review } from './en/review';
import { shell } from './en/shell';
import { slides } from './en/slides';
import { viewing } from './en/viewing';
import type { Messages } from './fr';

/** A key of `fr` without its English words does not compile. */
export const en: Messages = {
  ...shell,
  ...viewing,
  ...review,
  ...packages,
  ...demos,
  ...device,
  ...documents,
  ...gallery,
  ...slides,
  ...regions,
  ...image,
};
