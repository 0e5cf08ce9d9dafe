import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { inspect, type InspectLine } from '../../../src/cli/inspect';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { openFile } from '../../../src/cli/node-files';

/** The sample set beside the project; absent on a fresh clone, where its tests are skipped. */
export const SAMPLE_ROOT = resolve(import.meta.dirname, '../../../../shared/data/formats');
export const SAMPLES_PRESENT = existsSync(SAMPLE_ROOT);

/** Paths relative to the root, sorted; without the list of sources that comes with them. */
export function sampleFiles(): string[] {
  return readdirSync(SAMPLE_ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(SAMPLE_ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => path !== 'SOURCES.tsv')
    .sort();
}

/** What one file alone gives, decoded in full, by the command line's own path. The file's line comes first. */
export async function inspectSample(path: string): Promise<InspectLine[]> {
  configureNodeCodecs();
  const lines: InspectLine[] = [];
  for await (const line of inspect([await openFile(join(SAMPLE_ROOT, path))], { pixels: true })) lines.push(line);
  return lines;
}

/** One digest for all frames of a file, as `reference_hashes.py` makes it. */
export function digestOf(frames: readonly (string | null)[]): string {
  return createHash('sha256').update(frames.join('\n')).digest('hex');
}
