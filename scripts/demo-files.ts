import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import { ctPhantomFiles, ctPhantomTruth } from '../src/domain/demo/ct/ct-phantom';
import { smearField } from '../src/domain/demo/smear/smear-field';

const SMEAR_SEED = 3;
const PHANTOM_SEED = 3;
/** A zip entry has a time of day without zone: these local parts give the same bytes everywhere. */
const ZIP_TIME = new Date(2026, 0, 1, 12, 0, 0);

const README = `# Demo cases

Drawn by the project's own generators (\`src/domain/demo\`), the same bytes every time: \`npm run demo:generate\`.
No patient, no photograph, no third-party file. Licence: CC0 1.0.

- \`smear/smear-field.png\`: a Giemsa-stained blood film that never was, 640 × 480 pixels.
  \`smear/truth.json\`: every cell in it, boxes in pixels (x, y the top-left corner), cells cut by the border included.
- \`ct-phantom/ct-phantom.zip\`: 40 CT slices of 256 × 256, 1 mm × 1 mm × 2.5 mm, shuffled, with instance numbers that
  do not follow the geometry. \`ct-phantom/truth.json\`: distances (mm), densities (HU) and where they are.
`;

/** Paths under \`public/demo\` and their bytes. */
export function demoFiles(): ReadonlyMap<string, Uint8Array> {
  const field = smearField(SMEAR_SEED);
  const { width, height } = field;
  const slices = ctPhantomFiles(PHANTOM_SEED).map(({ name, bytes }) => [`ct-phantom/${name}`, bytes] as const);
  return new Map([
    ['README.md', utf8(README)],
    ['smear/smear-field.png', encode({ width, height, data: field.rgb, channels: 3, depth: 8 }, { zlib: { level: 9 } })],
    ['smear/truth.json', json({ image: 'smear-field.png', width, height, seed: SMEAR_SEED, boxes: field.truth })],
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
