import { AppError } from '../../../../domain/errors';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { readCodestreamHeader } from '../../../codecs/codestream';
import { childrenOf, descendants, type XmlElement } from '../../xml';

/** Pictures that Philips writes into the XML itself, each a JPEG in base64. */
const TYPES: readonly (readonly [type: string, kind: AssociatedImageKind])[] = [
  ['LABELIMAGE', 'label'],
  ['MACROIMAGE', 'overview'],
];

export interface EmbeddedPicture {
  readonly kind: AssociatedImageKind;
  /** `PIM_DP_IMAGE_TYPE`. */
  readonly type: string;
  readonly columns: number;
  readonly rows: number;
}

/** The pictures there are; one whose JPEG cannot be told is left out. Nothing is decoded. */
export function embeddedPictures(root: XmlElement): readonly EmbeddedPicture[] {
  return TYPES.flatMap(([type, kind]) => {
    try {
      const size = readCodestreamHeader(embeddedJpeg(root, type))?.size ?? null;
      return size === null ? [] : [{ kind, type, columns: size.columns, rows: size.rows }];
    } catch {
      return [];
    }
  });
}

/**
 * The JPEG of one of them.
 * @param root of the description's XML
 * @throws AppError `image-malformed` where there is none
 */
export function embeddedJpeg(root: XmlElement, type: string): Uint8Array<ArrayBuffer> {
  const attribute = (image: XmlElement, name: string): string =>
    childrenOf(image, 'Attribute')
      .find(({ attributes }) => attributes.get('Name') === name)
      ?.text.trim() ?? '';
  const image = descendants(root, 'DataObject').find((one) => attribute(one, 'PIM_DP_IMAGE_TYPE') === type);
  const coded = image === undefined ? '' : attribute(image, 'PIM_DP_IMAGE_DATA');
  if (coded === '') throw new AppError('image-malformed', 'the slide has no such picture', { type });
  try {
    return Uint8Array.from(atob(coded), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new AppError('image-malformed', 'a picture whose base64 is broken', { type }, { cause });
  }
}
