import { image } from './fr/image';
import { demos } from './fr/demos';
import { device } from './fr/device';
import { documents } from './fr/documents';
import { gallery } from './fr/gallery';
import { packages } from './fr/packages';
import { regions } from './fr/regions';
import { review } from './fr/review';
import { shell } from './fr/shell';
import { slides } from './fr/slides';
import { viewing } from './fr/viewing';

/**
 * The words of the screens, French first: this file is the source of the keys. ICU messages; a plain space before
 * `: ; ? ! » %` and after `«` becomes a narrow no-break space on display (`typography.ts`).
 */
export const fr = {
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
} as const;

export type MessageKey = keyof typeof fr;
export type Messages = Readonly<Record<MessageKey, string>>;
