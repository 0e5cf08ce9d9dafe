import { NO_EXIF, readExif, type Exif } from './exif';
import { xmpSays } from './xmp';

/** ISO 16684-1: a namespace in the form of an address, of which the scheme is left out here. */
const XMP_HEAD = 'ns.adobe.com/xap/1.0/\0';
const XMP_SCHEME = 7;
const IPTC_HEAD = 'Photoshop 3.0\0';
/** IPTC-IIM record 2: By-line, By-line Title, Copyright Notice; City, Sub-location, Country. */
const IPTC_NAMES: ReadonlySet<number> = new Set([80, 85, 116]);
const IPTC_PLACES: ReadonlySet<number> = new Set([90, 92, 101]);

/** What the application segments of a JPEG say of the picture, within its first bytes. */
export function jpegMetadata(bytes: Uint8Array): Exif {
  let found = NO_EXIF;
  for (const { marker, data } of applicationSegments(bytes)) {
    const text = (length: number): string => String.fromCharCode(...data.subarray(0, length));
    if (marker === 0xe1 && text(6) === 'Exif\0\0') {
      const { orientation, located, named } = readExif(data.subarray(6));
      found = {
        orientation: found.orientation === 1 ? orientation : found.orientation,
        located: found.located || located,
        named: found.named || named,
      };
    } else if (marker === 0xe1 && text(XMP_SCHEME + XMP_HEAD.length).slice(XMP_SCHEME) === XMP_HEAD) {
      const { located, named } = xmpSays(new TextDecoder().decode(data.subarray(XMP_SCHEME + XMP_HEAD.length)));
      found = { ...found, located: found.located || located, named: found.named || named };
    } else if (marker === 0xed && text(IPTC_HEAD.length) === IPTC_HEAD) {
      const sets = iptcDatasets(data);
      found = {
        ...found,
        located: found.located || sets.some((set) => IPTC_PLACES.has(set)),
        named: found.named || sets.some((set) => IPTC_NAMES.has(set)),
      };
    }
  }
  return found;
}

function* applicationSegments(bytes: Uint8Array): Generator<{ readonly marker: number; readonly data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.byteLength && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return;
    const length = view.getUint16(at + 2);
    if (length < 2) return;
    yield { marker, data: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

/** Numbers of the data sets of record 2 that hold something. */
function iptcDatasets(data: Uint8Array): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at + 5 < data.byteLength; at++) {
    if (data[at] !== 0x1c || data[at + 1] !== 2) continue;
    const length = ((data[at + 3] ?? 0) << 8) | (data[at + 4] ?? 0);
    if (length > 0 && length < 0x8000 && at + 5 + length <= data.byteLength) found.push(data[at + 2] ?? 0);
  }
  return found;
}
