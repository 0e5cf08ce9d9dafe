import { decodeText } from './text';
import { TAG } from './tags';

export interface DicomElement {
  readonly vr: string;
  /** As stored, even length; empty for sequences. */
  readonly value: Uint8Array;
  readonly items: readonly DicomDataset[] | null;
}

/** How values read in every item of one file. */
export interface DatasetContext {
  littleEndian: boolean;
  /** Specific Character Set (0008,0005) of the root. */
  characterSets: readonly string[];
}

/**
 * The wanted attributes of one data set or item. Reading never throws: what is absent or malformed
 * comes back as null, an empty text or an empty list, and the caller decides what that means.
 */
export class DicomDataset {
  readonly #elements = new Map<number, DicomElement>();

  constructor(readonly context: DatasetContext) {}

  set(tag: number, element: DicomElement): void {
    this.#elements.set(tag, element);
  }

  has(tag: number): boolean {
    return this.#elements.has(tag);
  }

  get size(): number {
    return this.#elements.size;
  }

  element(tag: number): DicomElement | undefined {
    return this.#elements.get(tag);
  }

  items(tag: number): readonly DicomDataset[] {
    return this.#elements.get(tag)?.items ?? [];
  }

  /** First item of a sequence, or null. */
  item(tag: number): DicomDataset | null {
    return this.items(tag)[0] ?? null;
  }

  /** Values of a code, UID, date or number string; trimmed, never in an extended character set. */
  codes(tag: number): readonly string[] {
    const element = this.#elements.get(tag);
    if (element === undefined || element.value.byteLength === 0) return [];
    return asciiText(element.value).split('\\').map(trim);
  }

  code(tag: number): string {
    return this.codes(tag)[0] ?? '';
  }

  /** A text in the file's character set, as one value; empty when absent. */
  text(tag: number): string {
    const element = this.#elements.get(tag);
    if (element === undefined || element.value.byteLength === 0) return '';
    const own = this.codes(TAG.specificCharacterSet);
    return trim(decodeText(element.value, own.length > 0 ? own : this.context.characterSets, element.vr === 'PN'));
  }

  /** Numbers of any numeric VR, binary or text; unreadable ones are left out. */
  numbers(tag: number): readonly number[] {
    const element = this.#elements.get(tag);
    if (element === undefined) return [];
    const { value, vr } = element;
    const reader = BINARY[vr];
    if (reader === undefined) {
      return this.codes(tag)
        .filter((text) => text !== '')
        .map((text) => Number(text.replace(',', '.')))
        .filter((number) => Number.isFinite(number));
    }
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const numbers: number[] = [];
    for (let at = 0; at + reader.size <= value.byteLength; at += reader.size) {
      numbers.push(reader.read(view, at, this.context.littleEndian));
    }
    return numbers;
  }

  number(tag: number): number | null {
    return this.numbers(tag)[0] ?? null;
  }

  /** 16-bit words whatever the VR says (US, SS, OW and OB lookup tables). */
  words(tag: number): Uint16Array {
    const value = this.#elements.get(tag)?.value;
    if (value === undefined) return new Uint16Array(0);
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    const words = new Uint16Array(value.byteLength >> 1);
    for (let i = 0; i < words.length; i++) words[i] = view.getUint16(i * 2, this.context.littleEndian);
    return words;
  }
}

interface BinaryReader {
  readonly size: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
}

const BINARY: Readonly<Record<string, BinaryReader>> = {
  US: { size: 2, read: (view, at, little) => view.getUint16(at, little) },
  SS: { size: 2, read: (view, at, little) => view.getInt16(at, little) },
  UL: { size: 4, read: (view, at, little) => view.getUint32(at, little) },
  SL: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
  FL: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  FD: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  OV: { size: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
};

function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Padding is spaces or NULs (PS3.5 6.2). */
function trim(text: string): string {
  return text.replace(/^[\s\0]+|[\s\0]+$/gu, '');
}
