import { describe, expect, it } from 'vitest';
import type { SlidePyramid } from '../../../src/domain/slide';
import { openSource } from '../../../src/io/open-source';
import type { SourceOutcome } from '../../../src/io/opened';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { tileEncoder } from '../../fixtures/slides/encode-tile';
import { pyramidTiff, type PyramidOptions } from '../../fixtures/slides/pyramid-tiff';
import { toBlob } from '../../fixtures/slides/sparse-bytes';
import type { TagValue } from '../../fixtures/slides/tiff-writer';

configureNodeCodecs();

const ascii = (text: string): TagValue => ({ type: 'ascii', text });
const fileOf = async (options: Partial<PyramidOptions>): Promise<Blob> =>
  toBlob(await pyramidTiff({ columns: 600, rows: 500, samples: 1, ...options }));
const opened = async (options: Partial<PyramidOptions>): Promise<SourceOutcome> => openSource(await fileOf(options), 'slide');

async function pyramidOf(options: Partial<PyramidOptions>): Promise<SlidePyramid> {
  const outcome = await opened(options);
  const slide = outcome.kind === 'parts' ? outcome.parts[0]?.slide : undefined;
  if (slide === undefined) throw new Error(JSON.stringify(outcome));
  return slide;
}

describe('slides by scanner, from files made as their formats are described', () => {
  it('Aperio: lengths and objective', async () => {
    const description = 'Aperio Image Library v12\n600x500 (256x256) JPEG/RGB Q=30|AppMag = 40|MPP = 0.2522|User = somebody';
    expect(await pyramidOf({ description })).toMatchObject({
      format: 'Aperio SVS',
      micronsPerPixel: [0.2522, 0.2522],
      objectivePower: 40,
      planes: [0],
    });
  });

  it('Philips: the true size of levels that are filled up to whole tiles', async () => {
    const spacing = (mm: number): string =>
      `<DataObject ObjectType="PixelDataRepresentation"><Attribute Name="DICOM_PIXEL_SPACING" Group="0x0028">&quot;${String(mm)}&quot; &quot;${String(mm)}&quot;</Attribute></DataObject>`;
    const description = `<?xml version="1.0"?><DataObject ObjectType="DPUfsImport">${[0.00025, 0.0005, 0.001].map(spacing).join('')}</DataObject>`;
    const slide = await pyramidOf({
      description,
      columns: 512,
      rows: 512,
      levels: 3,
      spoil: (tags, level) => {
        tags.set(305, ascii('Philips DP v1.0'));
        // 256 and 128 pixels, both filled up to one tile of 256.
        if (level === 2) for (const tag of [256, 257]) tags.set(tag, { type: 'long', values: [256] });
      },
    });
    expect(slide).toMatchObject({ format: 'Philips TIFF', micronsPerPixel: [0.25, 0.25] });
    expect(slide.levels.map(({ columns, rows, downsample }) => [columns, rows, downsample[0]])).toEqual([
      [512, 512, 1],
      [256, 256, 2],
      [128, 128, 4],
    ]);
  });

  it('Philips: label and macro out of the XML, read only when they are asked for', async () => {
    const encode = await tileEncoder('jpeg');
    const picture = (columns: number, rows: number, value: number): Uint8Array =>
      encode({ columns, rows, samples: 3, bits: 8, pixels: new Uint8Array(columns * rows * 3).fill(value) });
    const scanned = (type: string, data: string): string =>
      `<DataObject ObjectType="DPScannedImage"><Attribute Name="PIM_DP_IMAGE_TYPE">${type}</Attribute><Attribute Name="PIM_DP_IMAGE_DATA">${data}</Attribute></DataObject>`;
    const images =
      scanned('WSI', '') +
      scanned('MACROIMAGE', Buffer.from(picture(96, 32, 90)).toString('base64')) +
      scanned('LABELIMAGE', Buffer.from(picture(64, 48, 200)).toString('base64'));
    const description = `<?xml version="1.0"?><DataObject ObjectType="DPUfsImport"><Attribute Name="PIM_DP_SCANNED_IMAGES"><Array>${images}</Array></Attribute></DataObject>`;
    const spoil = (tags: Map<number, TagValue>): void => void tags.set(305, ascii('Philips DP v1.0'));
    const options = { description, columns: 512, rows: 512, levels: 2, spoil };
    const outcome = await opened(options);
    const [part] = outcome.kind === 'parts' ? outcome.parts : [];
    if (part?.locator.kind !== 'slide' || part.slide === undefined) throw new Error('no slide');
    expect(part.slide.associated).toEqual([
      { kind: 'label', columns: 64, rows: 48 },
      { kind: 'overview', columns: 96, rows: 32 },
    ]);
    // The label bears a name: nothing of it is carried about before somebody asks for it.
    expect(JSON.stringify(part).length).toBeLessThan(5_000);
    const tiles = openTileSource([await fileOf(options)], part.locator);
    const label = await tiles.readAssociated('label');
    expect([label.columns, label.rows, Math.abs((label.pixels[0] ?? 0) - 200) <= 1]).toEqual([64, 48, true]);
    const broken = description.replace(/(LABELIMAGE<\/Attribute><Attribute Name="PIM_DP_IMAGE_DATA">)[^<]*/u, '$1%%%');
    const left = await pyramidOf({ ...options, description: broken });
    expect(left.associated.map(({ kind }) => kind)).toEqual(['overview']);
  });

  const ventana = (joint: string) => (tags: Map<number, TagValue>, level: number) => {
    const xml = `<EncodeInfo><SlideStitchInfo><ImageInfo><TileJointInfo ${joint}/></ImageInfo></SlideStitchInfo></EncodeInfo>`;
    const scan = '<Metadata><iScan Magnification="40" ScanRes="0.2325"/></Metadata>';
    if (level === 0) tags.set(700, { type: 'bytes', bytes: new TextEncoder().encode(`<root>${scan}${xml}</root>`) });
    tags.set(270, ascii(`level=${String(level)} mag=${String(40 / 2 ** level)} quality=90`));
  };

  it('Ventana: levels by their descriptions, lengths from the scan', async () => {
    const slide = await pyramidOf({ spoil: ventana('OverlapX="0" OverlapY="0"') });
    expect(slide).toMatchObject({
      format: 'Ventana',
      micronsPerPixel: [0.2325, 0.2325],
      objectivePower: 40,
      levels: [{ columns: 600 }, { columns: 300 }, { columns: 150 }],
    });
  });

  it('Ventana: refused in words where tiles overlap', async () => {
    expect(await opened({ spoil: ventana('OverlapX="12" OverlapY="0"') })).toMatchObject({ kind: 'failed', reason: 'slide-tiles-overlap' });
  });

  it('Trestle: refused in words where tiles overlap, else as any TIFF', async () => {
    const trestle = (overlaps: string): Promise<SourceOutcome> =>
      opened({
        description: `Background Color=E6E6E6;Objective Power=10;OverlapsXY=${overlaps}`,
        spoil: (tags) => tags.set(305, ascii('MedScan 1.0')),
      });
    expect(await trestle(' 64 64 32 32 16 16')).toMatchObject({ kind: 'failed', reason: 'slide-tiles-overlap' });
    expect(await trestle(' 0 0 0 0 0 0')).toMatchObject({ kind: 'parts', parts: [{ slide: { format: 'TIFF' } }] });
  });

  it('Leica: directories of each resolution, lengths from the view', async () => {
    const description =
      '<?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><collection sizeX="1000000" sizeY="1000000">' +
      '<image name="scan"><pixels sizeX="600" sizeY="500"><dimension r="1" ifd="1" sizeX="300"/><dimension r="0" ifd="0" sizeX="600"/></pixels>' +
      '<view sizeX="300000" sizeY="250000"/><scanSettings><objectiveSettings><objective>20</objective></objectiveSettings></scanSettings></image></collection></scn>';
    expect(await pyramidOf({ description, levels: 2 })).toMatchObject({
      format: 'Leica SCN',
      micronsPerPixel: [0.5, 0.5],
      objectivePower: 20,
      levels: [{ columns: 600 }, { columns: 300 }],
    });
  });

  it('any TIFF: pages of one size are focal planes, those of other proportions no levels', async () => {
    const slide = await pyramidOf({
      columns: 512,
      rows: 512,
      levels: 3,
      spoil: (tags, level) => {
        if (level === 1) for (const tag of [256, 257]) tags.set(tag, { type: 'long', values: [512] });
        if (level === 1) for (const tag of [324, 325]) tags.set(tag, { type: 'long', values: [0, 0, 0, 0] });
        if (level === 2) tags.set(257, { type: 'long', values: [40] });
      },
    });
    expect(slide).toMatchObject({ planes: [0, 1], levels: [{ columns: 512 }] });
  });
});
