import type { Encoding } from './header-scanner';

/** How the pixel data of a transfer syntax is coded (PS3.5 annex A, PS3.6 table A-1). */
export type PixelCoding =
  | 'native'
  | 'encapsulated-native'
  | 'deflated-frame'
  | 'rle'
  | 'jpeg-baseline'
  | 'jpeg-extended'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'jpeg-xl';

export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
/** GE private: implicit little endian header, big endian pixels. */
const GE_PRIVATE = '1.2.840.113619.5.2';

const CODINGS: Readonly<Record<string, PixelCoding>> = {
  [IMPLICIT_LITTLE]: 'native',
  [EXPLICIT_LITTLE]: 'native',
  [EXPLICIT_BIG]: 'native',
  [DEFLATED]: 'native',
  [GE_PRIVATE]: 'native',
  '1.2.840.10008.1.2.1.98': 'encapsulated-native',
  '1.2.840.10008.1.2.8.1': 'deflated-frame',
  '1.2.840.10008.1.2.5': 'rle',
  '1.2.840.10008.1.2.4.50': 'jpeg-baseline',
  '1.2.840.10008.1.2.4.51': 'jpeg-extended',
  '1.2.840.10008.1.2.4.53': 'jpeg-extended',
  '1.2.840.10008.1.2.4.55': 'jpeg-extended',
  '1.2.840.10008.1.2.4.57': 'jpeg-lossless',
  '1.2.840.10008.1.2.4.70': 'jpeg-lossless',
  '1.2.840.10008.1.2.4.80': 'jpeg-ls',
  '1.2.840.10008.1.2.4.81': 'jpeg-ls',
  '1.2.840.10008.1.2.4.90': 'jpeg-2000',
  '1.2.840.10008.1.2.4.91': 'jpeg-2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
  '1.2.840.10008.1.2.4.110': 'jpeg-xl',
  '1.2.840.10008.1.2.4.111': 'jpeg-xl',
  '1.2.840.10008.1.2.4.112': 'jpeg-xl',
};

/** Null: not decodable here (video, JPIP, private, retired processes). */
export function pixelCoding(transferSyntax: string): PixelCoding | null {
  return CODINGS[transferSyntax] ?? null;
}

export function headerEncoding(transferSyntax: string): Encoding {
  return {
    implicit: transferSyntax === IMPLICIT_LITTLE || transferSyntax === GE_PRIVATE,
    bigEndian: transferSyntax === EXPLICIT_BIG,
  };
}

export function pixelsBigEndian(transferSyntax: string): boolean {
  return transferSyntax === EXPLICIT_BIG || transferSyntax === GE_PRIVATE;
}

/** Lossy by definition; the attributes of PS3.3 C.7.6.1.1.5 may say so for others. */
export function lossyMethod(transferSyntax: string): string | null {
  switch (transferSyntax) {
    case '1.2.840.10008.1.2.4.50':
    case '1.2.840.10008.1.2.4.51':
    case '1.2.840.10008.1.2.4.53':
    case '1.2.840.10008.1.2.4.55':
    case '1.2.840.10008.1.2.4.111':
      return 'JPEG';
    default:
      return null;
  }
}
