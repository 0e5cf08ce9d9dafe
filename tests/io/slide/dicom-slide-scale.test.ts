import { describe, expect, it } from 'vitest';
import { openSource } from '../../../src/io/open-source';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { encapsulated, join, withFragments, type Attribute } from '../../fixtures/dicom/write-dicom';
import { one, slideHeader } from '../../fixtures/slides/dicom-slide-header';
import { SYNTAX, tileEncoder } from '../../fixtures/slides/encode-tile';

/** Of a slide of 114,688 × 114,688 pixels in tiles of 256 × 256. */
const ACROSS = 448;
const FRAMES = ACROSS * ACROSS;
const TILE = 4;

/** What a tile is filled with. */
const level = (frame: number): number => (frame * 37) & 0xff;

/** A Blob that counts what is read of it. */
function counted(bytes: Uint8Array<ArrayBuffer>): { readonly blob: Blob; read: number } {
  const counter = { blob: new Blob([bytes]), read: 0 };
  const blob = counter.blob;
  counter.blob = new Proxy(blob, {
    get(target, property) {
      if (property === 'slice') {
        return (from: number, to: number) => {
          counter.read += Math.max(0, Math.min(to, target.size) - from);
          return target.slice(from, to);
        };
      }
      return Reflect.get(target, property, target) as unknown;
    },
  });
  return counter;
}

function header(organization: 'TILED_FULL' | 'TILED_SPARSE'): Attribute[] {
  return slideHeader({
    uid: '1.2.3.1',
    series: '1.2.3.2',
    study: '1.2.3.3',
    frameOfReference: '1.2.3.4',
    container: 'GLASS-1',
    instanceNumber: 1,
    flavour: 'VOLUME\\NONE',
    columns: ACROSS * TILE,
    rows: ACROSS * TILE,
    tileColumns: TILE,
    tileRows: TILE,
    frames: FRAMES,
    samples: 1,
    bits: 8,
    photometric: 'MONOCHROME2',
    lossy: false,
    organization,
    mpp: 0.25,
    planes: [0],
    paths: [{ identifier: '1', name: 'Brightfield' }],
  });
}

/** Functional groups of all frames: the item of one, with the position of each written into a copy. */
function perFrame(): Attribute {
  const [item] = [
    one(0x0048021a, 'SQ', [
      [
        one(0x0040072a, 'DS', '20.000000'),
        one(0x0040073a, 'DS', '40.000000'),
        one(0x0040074a, 'DS', '0.0'),
        one(0x0048021e, 'SL', [0x11111111]),
        one(0x0048021f, 'SL', [0x22222222]),
      ],
    ]),
  ];
  const template = itemBytes(item);
  const column = Buffer.from(template).indexOf(Buffer.from([0x11, 0x11, 0x11, 0x11]));
  const row = Buffer.from(template).indexOf(Buffer.from([0x22, 0x22, 0x22, 0x22]));
  const all = new Uint8Array(template.byteLength * FRAMES);
  const view = new DataView(all.buffer);
  for (let frame = 0; frame < FRAMES; frame++) {
    const at = frame * template.byteLength;
    all.set(template, at);
    view.setUint32(at + column, (frame % ACROSS) * TILE + 1, true);
    view.setUint32(at + row, Math.floor(frame / ACROSS) * TILE + 1, true);
  }
  return { tag: 0x52009230, vr: 'SQ', value: all };
}

/** An item of a sequence with this attribute alone. */
function itemBytes(attribute: Attribute | undefined): Uint8Array {
  if (attribute === undefined) throw new Error('no attribute');
  const file = withFragments([one(0x52009230, 'SQ', [[attribute]])], SYNTAX.rle, new Uint8Array(0));
  const start = Buffer.from(file).indexOf(Buffer.from([0x00, 0x52, 0x30, 0x92])) + 12;
  return file.subarray(start, file.byteLength - 12);
}

describe('a slide of two hundred thousand frames', () => {
  it.each(['basic', 'extended', 'none'] as const)(
    'sparse, %s offset table: opens by its header, and any tile is read by itself',
    async (table) => {
      const encode = await tileEncoder('rle');
      const coded = Array.from({ length: 256 }, (_, value) =>
        encode({ columns: TILE, rows: TILE, samples: 1, bits: 8, pixels: new Uint8Array(TILE * TILE).fill(value) }),
      );
      const frames = Array.from({ length: FRAMES }, (_, frame) => coded[level(frame)] ?? new Uint8Array(0));
      const starts = new Array<number>(FRAMES);
      let at = 0;
      for (const [i, frame] of frames.entries()) {
        starts[i] = at;
        at += 8 + frame.byteLength;
      }
      const wide = (values: readonly number[]): Uint8Array => new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
      const extended = [one(0x7fe00001, 'OV', wide(starts)), one(0x7fe00002, 'OV', wide(frames.map(({ byteLength }) => byteLength)))];
      const attributes = [...header('TILED_SPARSE'), perFrame(), ...(table === 'extended' ? extended : [])];
      const bytes = withFragments(attributes, SYNTAX.rle, join([encapsulated(frames, table === 'basic' ? starts : [])]));
      const file = counted(bytes);
      const outcome = await openSource(file.blob, 'slide.dcm');
      const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
      if (part?.locator.kind !== 'slide' || part.locator.format !== 'dicom') throw new Error('not opened');
      // The header, the table, and no pixel data where there is a table.
      if (table !== 'none') expect(file.read).toBeLessThan(bytes.byteLength - at + 4 * 64 * 1024 + FRAMES);
      const [index] = part.locator.files;
      expect(index?.tiles).toMatchObject({ kind: 'sparse', corners: null });
      const tiles = openTileSource([file.blob], part.locator);
      expect(tiles.pyramid.levels[0]).toMatchObject({ columns: ACROSS * TILE, rows: ACROSS * TILE });
      for (const frame of [0, 1, ACROSS, 100_000, FRAMES - 1]) {
        file.read = 0;
        const address = { level: 0, column: frame % ACROSS, row: Math.floor(frame / ACROSS), plane: 0, channel: 0, time: 0 };
        expect((await tiles.readTile(address))?.pixels).toEqual(new Uint8Array(TILE * TILE).fill(level(frame)));
        expect(file.read).toBeLessThan(20 * 1024);
      }
    },
  );
});
