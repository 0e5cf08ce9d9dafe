import { AppError } from '../../domain/errors';
import { LIMITS } from '../limits';
import { DicomDataset, type DatasetContext, type DicomElement } from './dataset';
import { PIXEL_DATA_TAGS, TAG, tagName, wantedVr } from './tags';

/** How a data set is written (PS3.5 chapter 7). */
export interface Encoding {
  readonly implicit: boolean;
  readonly bigEndian: boolean;
}

/** Where the pixel data element is; its value is not read. */
export interface PixelDataElement {
  readonly tag: number;
  readonly vr: string;
  /** Of the value's first byte. */
  readonly offset: number;
  /** Null: undefined length, i.e. encapsulated fragments. */
  readonly length: number | null;
}

/** Bytes the scanner needs before it can go on. */
export interface Need {
  readonly offset: number;
  readonly length: number;
}

interface Level {
  readonly kind: 'root' | 'item' | 'sequence' | 'fragments';
  /** Absolute end, or infinity for undefined length. */
  readonly end: number;
  readonly implicit: boolean;
  /** Where elements of a wanted item go, or items of a wanted sequence; null while only walking. */
  readonly dataset: DicomDataset | null;
  readonly items: DicomDataset[] | null;
  /** Items of a streamed sequence are handed over at their end and not kept. */
  readonly each?: ItemHandler | null;
}

export type ItemHandler = (item: DicomDataset) => void;

/** Asked at the sequence of a slide's frames, with the attributes before it: who takes its items one by one; null: they are kept as all others. */
export type FrameGroupHook = (root: DicomDataset) => ItemHandler | null;

const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED = 0xffffffff;
const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const BULK_VRS = new Set(['OB', 'OW', 'OD', 'OF', 'OL', 'OV']);

/**
 * Walks a data set up to its pixel data without holding the file: a resumable state machine over a moving window.
 * `run` returns what it needs next, or null when done. Iterative, so nesting costs no stack; every length is held
 * against the bytes that remain. Only wanted attributes are kept (`tags.ts`); all else is stepped over.
 */
export class HeaderScanner {
  readonly dataset: DicomDataset;
  pixelData: PixelDataElement | null = null;
  #position: number;
  #window = new Uint8Array(0);
  #windowStart = 0;
  #view = new DataView(new ArrayBuffer(0));
  readonly #levels: Level[];
  readonly #little: boolean;
  readonly #context: DatasetContext;
  #elements = 0;
  #kept = 0;
  #streamed = 0;

  constructor(
    encoding: Encoding,
    start: number,
    private readonly byteLength: number,
    /** Stop before the first element of a group above this one (0x0002 for the file meta information). */
    private readonly lastGroup = 0xffff,
    private readonly frameGroups: FrameGroupHook | null = null,
  ) {
    this.#position = start;
    this.#little = !encoding.bigEndian;
    this.#context = { littleEndian: this.#little, characterSets: [] };
    this.dataset = new DicomDataset(this.#context);
    this.#levels = [{ kind: 'root', end: byteLength, implicit: encoding.implicit, dataset: this.dataset, items: null }];
  }

  /** Where the scan stands: after a `lastGroup` stop, the start of the next group. */
  get position(): number {
    return this.#position;
  }

  feed(window: Uint8Array<ArrayBuffer>, offset: number): void {
    this.#window = window;
    this.#windowStart = offset;
    this.#view = new DataView(window.buffer, window.byteOffset, window.byteLength);
  }

  run(): Need | null {
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) return null;
      if (this.#position >= level.end) {
        this.#pop();
        continue;
      }
      if (this.#position + 8 > this.byteLength) {
        // Padding or a stray byte after the last element of the file is harmless; inside an item it is not.
        if (this.#levels.length === 1) return null;
        throw this.#truncated();
      }
      if (!this.#has(8)) return this.#need(8);
      if (++this.#elements > LIMITS.headerElements) throw new AppError('dicom-malformed', 'more elements than any header has');
      const need = level.kind === 'sequence' || level.kind === 'fragments' ? this.#item(level) : this.#element(level);
      if (need === 'stop') return null;
      if (need !== null) return need;
    }
  }

  #item(level: Level): null {
    const tag = this.#tag();
    const length = this.#u32(4);
    this.#position += 8;
    if (tag === SEQUENCE_END) {
      this.#pop();
      return null;
    }
    if (tag !== ITEM) throw new AppError('dicom-malformed', `expected an item, found ${tagName(tag)}`);
    if (level.kind === 'fragments') {
      this.#skip(length);
      return null;
    }
    const each = level.each ?? null;
    const dataset = level.items === null && each === null ? null : new DicomDataset(this.#context);
    if (dataset !== null) level.items?.push(dataset);
    if (each !== null) this.#beginStreamed();
    this.#push({ kind: 'item', end: this.#end(length, level.end), implicit: level.implicit, dataset, items: null, each });
    return null;
  }

  #element(level: Level): Need | 'stop' | null {
    const tag = this.#tag();
    if (tag === ITEM_END || tag === SEQUENCE_END) {
      this.#position += 8;
      if (level.kind === 'item') this.#pop();
      // A sequence end inside an open item closes both: some writers leave the item end out.
      if (tag === SEQUENCE_END && this.#levels.at(-1)?.kind === 'sequence') this.#pop();
      return null;
    }
    if (level.kind === 'root' && tag >>> 16 > this.lastGroup) return 'stop';
    const first = this.#window[this.#position - this.#windowStart + 4] ?? 0;
    const second = this.#window[this.#position - this.#windowStart + 5] ?? 0;
    // One element without a VR inside an explicit data set is read as an implicit one, as dcmtk and pydicom do.
    const explicit = !level.implicit && isUpper(first) && isUpper(second);
    let vr = explicit ? String.fromCharCode(first, second) : (wantedVr(tag) ?? 'UN');
    let header = 8;
    let length: number;
    if (!explicit) length = this.#u32(4);
    else if (!LONG_VRS.has(vr)) length = this.#u16(6);
    else {
      if (this.#position + 12 > this.byteLength) throw this.#truncated();
      if (!this.#has(12)) return this.#need(12);
      header = 12;
      length = this.#u32(8);
    }
    if (level.kind === 'root' && PIXEL_DATA_TAGS.has(tag)) {
      const offset = this.#position + header;
      this.pixelData = { tag, vr, offset, length: length === UNDEFINED ? null : length };
      return 'stop';
    }
    const wanted = level.dataset === null ? undefined : wantedVr(tag);
    if (wanted !== undefined && (vr === 'UN' || vr === 'OB') && wanted !== vr) vr = wanted;
    if (length === UNDEFINED && BULK_VRS.has(vr)) {
      this.#position += header;
      this.#push({ kind: 'fragments', end: Infinity, implicit: level.implicit, dataset: null, items: null });
      return null;
    }
    if (vr === 'SQ' || length === UNDEFINED) {
      this.#position += header;
      // UN of undefined length holds implicit VR items (PS3.5 6.2.2 note 4).
      const implicit = level.implicit || (explicit && String.fromCharCode(first, second) === 'UN');
      if (wanted === undefined && length !== UNDEFINED) {
        this.#skip(length);
        return null;
      }
      const each = level.kind === 'root' && tag === TAG.perFrameFunctionalGroups ? (this.frameGroups?.(this.dataset) ?? null) : null;
      const items: DicomDataset[] | null = wanted === 'SQ' && each === null ? [] : null;
      if (items !== null) level.dataset?.set(tag, { vr: 'SQ', value: EMPTY, items });
      this.#push({ kind: 'sequence', end: this.#end(length, level.end), implicit, dataset: null, items, each });
      return null;
    }
    if (wanted === undefined || length > LIMITS.attributeValue) {
      this.#position += header;
      this.#skip(length);
      return null;
    }
    if (this.#position + header + length > this.byteLength) throw this.#truncated();
    if (!this.#has(header + length)) return this.#need(header + length);
    this.#kept += length + 64;
    if (this.#kept > LIMITS.attributeTotal) throw new AppError('dicom-malformed', 'header larger than memory allows');
    const from = this.#position - this.#windowStart + header;
    const element: DicomElement = { vr, value: this.#window.subarray(from, from + length), items: null };
    level.dataset?.set(tag, element);
    this.#position += header + length;
    return null;
  }

  #pop(): void {
    const level = this.#levels.pop();
    if (level?.kind === 'item' && level.dataset !== null) level.each?.(level.dataset);
  }

  /** What has been handed over takes no memory any more: limits hold for each item of its own. */
  #beginStreamed(): void {
    if (++this.#streamed > LIMITS.slideFrames) throw new AppError('dimensions-absurd', 'more frames than any slide has');
    this.#elements = 0;
    this.#kept = 0;
  }

  #push(level: Level): void {
    if (this.#levels.length > LIMITS.nestingDepth) {
      throw new AppError('dicom-nesting-too-deep', `sequences nested deeper than ${String(LIMITS.nestingDepth)}`);
    }
    this.#levels.push(level);
  }

  /** Absolute end of a value of this length that starts here. */
  #end(length: number, parentEnd: number): number {
    if (length === UNDEFINED) return Math.min(Infinity, parentEnd);
    const end = this.#position + length;
    if (end > this.byteLength) throw this.#truncated();
    if (end > parentEnd) throw new AppError('dicom-malformed', 'an item is longer than the sequence that holds it');
    return end;
  }

  #skip(length: number): void {
    if (length === UNDEFINED || this.#position + length > this.byteLength) throw this.#truncated();
    this.#position += length;
  }

  #truncated(): AppError {
    return new AppError('truncated', 'the file ends in the middle of its header');
  }

  #has(length: number): boolean {
    const at = this.#position - this.#windowStart;
    return at >= 0 && at + length <= this.#window.byteLength;
  }

  #need(length: number): Need {
    return { offset: this.#position, length };
  }

  #tag(): number {
    return this.#u16(0) * 0x10000 + this.#u16(2);
  }

  #u16(at: number): number {
    return this.#view.getUint16(this.#position - this.#windowStart + at, this.#little);
  }

  #u32(at: number): number {
    return this.#view.getUint32(this.#position - this.#windowStart + at, this.#little);
  }
}

const EMPTY = new Uint8Array(0);

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}
