import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../../scripts/demo-files';
import { smearField } from '../../../src/domain/demo/smear/smear-field';

const root = fileURLToPath(new URL('../../../public/demo/', import.meta.url));
let files: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  files = await demoFiles();
}, 60_000);

describe('the demo files', () => {
  it('are, byte for byte, what the generators draw', () => {
    const kept = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept.length).toBe(files.size);
    for (const [path, bytes] of files) {
      expect(existsSync(`${root}${path}`)).toBe(true);
      expect(Buffer.compare(Buffer.from(bytes), readFileSync(`${root}${path}`)), path).toBe(0);
    }
  });

  it('stay small', () => {
    for (const bytes of files.values()) expect(bytes.byteLength).toBeLessThan(1_500_000);
  });

  it('hold the smear as it was drawn, without loss', () => {
    const png = decode(files.get('smear/smear-field.png') ?? new Uint8Array());
    const truth = JSON.parse(new TextDecoder().decode(files.get('smear/truth.json'))) as { seed: number; boxes: unknown };
    const field = smearField(truth.seed);
    expect([png.width, png.height, png.channels]).toEqual([640, 480, 3]);
    expect(Buffer.compare(Buffer.from(png.data.buffer), Buffer.from(field.rgb.buffer))).toBe(0);
    expect(truth.boxes).toEqual(field.truth);
  }, 60_000);

  it('hold every slice of the phantom once', () => {
    const names = Object.keys(unzipSync(files.get('ct-phantom/ct-phantom.zip') ?? new Uint8Array()));
    expect(names.length).toBe(40);
    expect(names.every((name) => /^ct-phantom\/IM\d{4}$/.test(name))).toBe(true);
  });
});
