import { describe, expect, it } from 'vitest';
import { filesOfTransfer } from '../../src/ui/hooks/dropped-files';

/** Entries as browsers give them: `readEntries` in batches, then empty. */
function fileEntry(path: string, fails = false): FileSystemFileEntry {
  return {
    isFile: true,
    isDirectory: false,
    fullPath: path,
    file: (resolve: (file: File) => void, reject?: (error: DOMException) => void) => {
      if (fails) reject?.(new DOMException('gone', 'NotFoundError'));
      else resolve(new File(['x'], path.slice(path.lastIndexOf('/') + 1)));
    },
  } as unknown as FileSystemFileEntry;
}

function directoryEntry(path: string, children: readonly FileSystemEntry[], batch = 100): FileSystemDirectoryEntry {
  return {
    isFile: false,
    isDirectory: true,
    fullPath: path,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (resolve: (entries: FileSystemEntry[]) => void) => {
          const next = children.slice(at, at + batch);
          at += batch;
          resolve(next);
        },
      };
    },
  } as unknown as FileSystemDirectoryEntry;
}

const transfer = (entries: readonly (FileSystemEntry | File)[]): DataTransfer =>
  ({
    items: entries.map((entry) => ({
      kind: 'file',
      webkitGetAsEntry: () => (entry instanceof File ? null : entry),
      getAsFile: () => (entry instanceof File ? entry : null),
    })),
  }) as unknown as DataTransfer;

const ignore = (): void => undefined;

describe('a drop', () => {
  it('walks folders in order, with their paths', async () => {
    const folder = directoryEntry('/CD', [
      fileEntry('/CD/DICOMDIR'),
      directoryEntry('/CD/S1', [fileEntry('/CD/S1/b'), fileEntry('/CD/S1/a')]),
    ]);
    const files = await filesOfTransfer(transfer([folder, fileEntry('/photo.png')]), ignore);
    expect(files.map(({ path }) => path)).toEqual(['CD/DICOMDIR', 'CD/S1/b', 'CD/S1/a', 'photo.png']);
  });

  it('reads a folder of thousands to its end, telling how far it is', async () => {
    const children = Array.from({ length: 2350 }, (_, index) => fileEntry(`/big/${String(index)}`));
    const counts: number[] = [];
    const files = await filesOfTransfer(transfer([directoryEntry('/big', children)]), (count) => counts.push(count));
    expect(files).toHaveLength(2350);
    expect(counts).toEqual([500, 1000, 1500, 2000]);
  });

  it('goes on past a file that has gone', async () => {
    const files = await filesOfTransfer(transfer([fileEntry('/a', true), fileEntry('/b')]), ignore);
    expect(files.map(({ path }) => path)).toEqual(['b']);
  });

  it('takes pasted images, which have no entry', async () => {
    const files = await filesOfTransfer(transfer([new File(['x'], 'image.png')]), ignore);
    expect(files.map(({ path }) => path)).toEqual(['image.png']);
  });

  it('walks folders nested very deep', async () => {
    let entry: FileSystemEntry = fileEntry('/deep');
    for (let level = 0; level < 5000; level += 1) entry = directoryEntry('/d', [entry]);
    await expect(filesOfTransfer(transfer([entry]), ignore)).resolves.toHaveLength(1);
  });
});
