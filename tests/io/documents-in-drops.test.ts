import { describe, expect, it } from 'vitest';
import { writeZip } from '../fixtures/dicom/write-zip';
import { importFiles } from './support/open';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const CSV = bytes('id,age\na,41\nb,7\n');
const NOTE = bytes('Patient de 41 ans adressé pour une douleur thoracique.\n');
/** One grey pixel. */
const PNG = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='), (char) =>
  char.charCodeAt(0),
);

async function rows(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<readonly string[]> {
  return (await importFiles(files)).rows.map(({ name, status, reason }) => [name, status, reason ?? ''].join(' ').trim());
}

describe('tables and texts in a drop', () => {
  it('open when they are given themselves, also beside an image', async () => {
    const { series } = await importFiles({ 'labs.csv': CSV, 'photo.png': PNG, 'note.txt': NOTE });
    expect(series.map(({ kind, description, frames, instances }) => [kind, description, frames.length, instances.length])).toEqual([
      ['table', 'labs.csv', 0, 0],
      ['photo', 'photo.png', 1, 1],
      ['text', 'note.txt', 0, 0],
    ]);
  });

  it('open from a folder or an archive of nothing else', async () => {
    expect(await rows({ 'cases/a.csv': CSV, 'cases/b.txt': NOTE, 'cases/.DS_Store': NOTE })).toEqual([
      'cases/a.csv opened',
      'cases/b.txt opened',
      'cases/.DS_Store skipped system-file',
    ]);
    const zip = writeZip([
      { name: 'a.csv', bytes: CSV },
      { name: 'b.txt', bytes: NOTE },
    ]);
    expect(await rows({ 'cases.zip': zip })).toEqual(['cases.zip opened', 'cases.zip!/a.csv opened', 'cases.zip!/b.txt opened']);
  });

  it('are set aside among the images of a folder or an archive', async () => {
    expect(await rows({ 'cd/readme.txt': NOTE, 'cd/index.csv': CSV, 'cd/1.png': PNG })).toEqual([
      'cd/readme.txt skipped document-beside-images',
      'cd/index.csv skipped document-beside-images',
      'cd/1.png opened',
    ]);
    const zip = writeZip([
      { name: 'index.csv', bytes: CSV },
      { name: '1.png', bytes: PNG },
    ]);
    expect(await rows({ 'cd.zip': zip })).toEqual([
      'cd.zip opened',
      'cd.zip!/index.csv skipped document-beside-images',
      'cd.zip!/1.png opened',
    ]);
  });

  it('keep the order of arrival and ids of their own', async () => {
    const { series } = await importFiles({ 'a.csv': CSV, 'b.csv': CSV });
    expect(new Set(series.map(({ id }) => id)).size).toBe(2);
  });
});
