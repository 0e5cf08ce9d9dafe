import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { ctPhantomFiles, ctPhantomTruth } from '../src/domain/demo/ct/ct-phantom';
import { smearField } from '../src/domain/demo/smear/smear-field';
import { slideTiff } from './demo-slide';

const SMEAR_SEED = 3;
const SLIDE_SEED = 5;
/** A drawn red cell is 100 pixels wide, taken as 7.2 µm. */
const SLIDE_MICRONS = 0.072;
const PHANTOM_SEED = 3;
/** A zip entry has a time of day without zone: these local parts give the same bytes everywhere. */
const ZIP_TIME = new Date(2026, 0, 1, 12, 0, 0);

const README = `# Demo cases

Drawn by the project's own generators (\`src/domain/demo\`), the same bytes every time: \`npm run demo:generate\`.
No patient, no photograph, no third-party file. Licence: CC0 1.0.

- \`smear/smear-field.png\`: a Giemsa-stained blood film that never was, 640 × 480 pixels.
  \`smear/truth.json\`: every cell in it, boxes in pixels (x, y the top-left corner), cells cut by the border included.
- \`smear-slide/smear-slide.tif\`: a part of such a film as a scanner writes it, a pyramidal TIFF of JPEG tiles, 2,560 × 1,920
  pixels of 0.072 µm. \`smear-slide/truth.json\`: every cell in it.
- \`ct-phantom/ct-phantom.zip\`: 40 CT slices of 256 × 256, 1 mm × 1 mm × 2.5 mm, shuffled, with instance numbers that
  do not follow the geometry. \`ct-phantom/truth.json\`: distances (mm), densities (HU) and where they are.
`;

/** Paths under \`public/demo\` and their bytes. */
export async function demoFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const slide = smearField(SLIDE_SEED, 2560, 1920);
  const field = smearField(SMEAR_SEED);
  const { width, height } = field;
  const slices = ctPhantomFiles(PHANTOM_SEED).map(({ name, bytes }) => [`ct-phantom/${name}`, bytes] as const);
  return new Map([
    ['README.md', utf8(README)],
    ['smear/smear-field.png', encode({ width, height, data: field.rgb, channels: 3, depth: 8 }, { zlib: { level: 9 } })],
    ['smear/truth.json', json({ image: 'smear-field.png', width, height, seed: SMEAR_SEED, boxes: field.truth })],
    ['smear-slide/smear-slide.tif', await slideTiff(slide, SLIDE_MICRONS)],
    [
      'smear-slide/truth.json',
      json({ image: 'smear-slide.tif', width: slide.width, height: slide.height, seed: SLIDE_SEED, boxes: slide.truth }),
    ],
    ['ct-phantom/ct-phantom.zip', zipSync(Object.fromEntries(slices), { level: 9, mtime: ZIP_TIME })],
    ['ct-phantom/truth.json', json({ seed: PHANTOM_SEED, ...ctPhantomTruth() })],
  ]);
}

function json(value: unknown): Uint8Array {
  return utf8(`${JSON.stringify(value, null, 2)}\n`);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
