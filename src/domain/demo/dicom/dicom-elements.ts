/**
 * Writes DICOM data elements, Explicit VR Little Endian (PS3.5 7.1.2), and the Part 10 file around them (PS3.10 7.1).
 * Only what the generated demo series needs; text is UTF-8 (`ISO_IR 192`).
 */
export type Element =
  | {
      readonly tag: number;
      readonly vr: 'AE' | 'AS' | 'CS' | 'DA' | 'DS' | 'IS' | 'LO' | 'PN' | 'SH' | 'ST' | 'TM' | 'UI';
      readonly value: string;
    }
  | { readonly tag: number; readonly vr: 'US'; readonly value: readonly number[] }
  | { readonly tag: number; readonly vr: 'OB' | 'OW'; readonly value: Uint8Array };

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const MEDIA_STORAGE_SOP_CLASS = 0x00020002;
const MEDIA_STORAGE_SOP_INSTANCE = 0x00020003;

/** A whole file: preamble, `DICM`, file meta information, then `elements` in tag order. */
export function part10(sopClass: string, sopInstance: string, implementation: string, elements: readonly Element[]): Uint8Array {
  const meta = dataSet([
    { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: MEDIA_STORAGE_SOP_CLASS, vr: 'UI', value: sopClass },
    { tag: MEDIA_STORAGE_SOP_INSTANCE, vr: 'UI', value: sopInstance },
    { tag: 0x00020010, vr: 'UI', value: EXPLICIT_LITTLE_ENDIAN },
    { tag: 0x00020012, vr: 'UI', value: implementation },
  ]);
  const groupLength = Uint8Array.of(2, 0, 0, 0, 0x55, 0x4c, 4, 0, ...littleEndian(meta.length, 4));
  const preamble = new Uint8Array(132);
  preamble.set(ascii('DICM'), 128);
  return joined([preamble, groupLength, meta, dataSet(elements)]);
}

function dataSet(elements: readonly Element[]): Uint8Array {
  return joined([...elements].sort((a, b) => a.tag - b.tag).map(encoded));
}

function encoded(element: Element): Uint8Array {
  const value = valueBytes(element);
  // A value has even length (PS3.5 7.1.1): text is padded by a space, UIDs and bytes by a zero.
  const padding = value.length % 2 === 0 ? [] : [element.vr === 'UI' || element.vr === 'OB' ? 0 : 0x20];
  const length = value.length + padding.length;
  const header = [...littleEndian(element.tag >>> 16, 2), ...littleEndian(element.tag & 0xffff, 2), ...ascii(element.vr)];
  const long = element.vr === 'OB' || element.vr === 'OW';
  return joined([
    Uint8Array.from([...header, ...(long ? [0, 0, ...littleEndian(length, 4)] : littleEndian(length, 2))]),
    value,
    Uint8Array.from(padding),
  ]);
}

function valueBytes(element: Element): Uint8Array {
  if (typeof element.value === 'string') return utf8(element.value);
  if (element.value instanceof Uint8Array) return element.value;
  return Uint8Array.from(element.value.flatMap((value) => littleEndian(value, 2)));
}

function littleEndian(value: number, bytes: number): readonly number[] {
  return Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 0xff);
}

/** The layer has no TextEncoder: percent-encoding spells the same bytes. */
export function utf8(text: string): Uint8Array {
  const bytes = encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
