import type { ModalityLut, PaletteLut, VoiLut } from '../../domain/pixels';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';

interface LutDescriptor {
  readonly entries: number;
  readonly firstMapped: number;
  readonly bits: number;
}

/** PS3.3 C.11.1.1: 0 entries means 65,536; the first mapped value is signed where the pixels are. */
function descriptor(words: Uint16Array, signed: boolean): LutDescriptor | null {
  const [entries, first, bits] = words;
  if (entries === undefined || first === undefined || bits === undefined) return null;
  return { entries: entries === 0 ? 65_536 : entries, firstMapped: signed ? (first << 16) >> 16 : first, bits };
}

/** Rescale or Modality LUT of the data set or functional group; the identity where none is given. */
export function readModalityLut(group: DicomDataset, signed: boolean, fallbackUnit: string): ModalityLut {
  const table = group.item(TAG.modalityLutSequence);
  if (table !== null) {
    const found = descriptor(table.words(TAG.lutDescriptor), signed);
    const values = table.words(TAG.lutData);
    const unit = unitOf(table.code(TAG.modalityLutType));
    if (found !== null && values.length > 0) return { kind: 'table', firstMapped: found.firstMapped, values, unit };
  }
  const slope = group.number(TAG.rescaleSlope);
  const intercept = group.number(TAG.rescaleIntercept) ?? 0;
  const type = group.code(TAG.rescaleType);
  return {
    kind: 'linear',
    // A slope of zero would erase the image; such files mean "none".
    slope: slope === null || slope === 0 ? 1 : slope,
    intercept,
    unit: type === '' ? fallbackUnit : unitOf(type),
  };
}

function unitOf(type: string): string {
  return type === 'US' || type === 'UNSPECIFIED' ? '' : type.trim();
}

/** Windows and VOI LUTs in file order (PS3.3 C.11.2); tables first, as they are what the maker meant. */
export function readVoi(group: DicomDataset, signed: boolean): VoiLut[] {
  const tables: VoiLut[] = [];
  for (const item of group.items(TAG.voiLutSequence)) {
    const found = descriptor(item.words(TAG.lutDescriptor), signed);
    const values = item.words(TAG.lutData);
    if (found === null || values.length === 0) continue;
    const table = { firstMapped: found.firstMapped, bits: found.bits, values: lutEntries(item, found, values) };
    tables.push({ kind: 'table', ...table, explanation: item.text(TAG.lutExplanation) });
  }
  const centers = group.numbers(TAG.windowCenter);
  const widths = group.numbers(TAG.windowWidth);
  const explanations = group.text(TAG.windowExplanation).split('\\');
  const stated = group.code(TAG.voiLutFunction);
  const shape = stated === 'SIGMOID' || stated === 'LINEAR_EXACT' ? stated : 'LINEAR';
  const windows: VoiLut[] = [];
  for (const [i, center] of centers.entries()) {
    const width = widths[i];
    if (width === undefined || width <= 0 || (shape === 'LINEAR' && width < 1)) continue;
    windows.push({ kind: 'window', center, width, shape, explanation: (explanations[i] ?? '').trim() });
  }
  return [...windows, ...tables];
}

/** Eight-bit tables may be packed two entries to a word. */
function lutEntries(item: DicomDataset, found: LutDescriptor, words: Uint16Array): Uint16Array {
  if (words.length >= found.entries || found.bits > 8) return words.slice(0, found.entries);
  const bytes = item.element(TAG.lutData)?.value ?? new Uint8Array(0);
  return Uint16Array.from(bytes.subarray(0, found.entries));
}

/** PALETTE COLOR tables, plain or segmented; null when the file has none that can be used. */
export function readPalette(dataset: DicomDataset, signed: boolean): PaletteLut | null {
  const found = descriptor(dataset.words(TAG.redPaletteDescriptor), signed);
  if (found === null) return null;
  const red = channel(dataset, found, TAG.redPaletteData, TAG.segmentedRedPaletteData);
  const green = channel(dataset, found, TAG.greenPaletteData, TAG.segmentedGreenPaletteData);
  const blue = channel(dataset, found, TAG.bluePaletteData, TAG.segmentedBluePaletteData);
  if (red.length === 0 || red.length !== green.length || red.length !== blue.length) return null;
  if (found.bits > 8) return { firstMapped: found.firstMapped, bits: 16, red, green, blue };
  const narrow = (words: Uint16Array): Uint8Array => Uint8Array.from(words, (word) => (word > 0xff ? word >> 8 : word));
  return { firstMapped: found.firstMapped, bits: 8, red: narrow(red), green: narrow(green), blue: narrow(blue) };
}

function channel(dataset: DicomDataset, found: LutDescriptor, plain: number, segmented: number): Uint16Array {
  const element = dataset.element(plain);
  if (element !== undefined && element.value.byteLength > 0) {
    const words = dataset.words(plain);
    if (words.length >= found.entries) return words.slice(0, found.entries);
    return Uint16Array.from(element.value.subarray(0, found.entries));
  }
  return expandSegments(dataset.words(segmented), found.entries);
}

/** Segmented palette (PS3.3 C.7.9.2): discrete, linear and indirect segments. */
function expandSegments(words: Uint16Array, entries: number): Uint16Array {
  const out = new Uint16Array(entries);
  let filled = 0;
  const run = (from: number, count: number, nested: boolean): void => {
    let at = from;
    for (let segment = 0; segment < count && at + 1 < words.length && filled < entries; segment++) {
      const code = words[at] ?? 0;
      const length = words[at + 1] ?? 0;
      if (code === 0) {
        for (let i = 0; i < length && filled < entries; i++) out[filled++] = words[at + 2 + i] ?? 0;
        at += 2 + length;
      } else if (code === 1) {
        const start = filled === 0 ? 0 : (out[filled - 1] ?? 0);
        const end = words[at + 2] ?? 0;
        for (let i = 1; i <= length && filled < entries; i++) out[filled++] = Math.round(start + ((end - start) * i) / length);
        at += 3;
      } else if (code === 2 && !nested) {
        run((words[at + 2] ?? 0) + (words[at + 3] ?? 0) * 0x10000, length, true);
        at += 4;
      } else return;
    }
  };
  run(0, Infinity, false);
  return filled === entries ? out : new Uint16Array(0);
}
