import type { DroppedFile } from '../../app/app';

const YIELD_EVERY = 500;

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => {
    // A file that went away between drop and reading is left out; the others go on.
    entry.file(resolve, () => {
      resolve(null);
    });
  });
}

/** `readEntries` gives at most some hundred entries a call: it is called until it gives none. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => {
        resolve([]);
      });
    });
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\//, '');

/** Walks dropped entries in order, folders in depth, letting the page breathe. */
async function walk(roots: readonly FileSystemEntry[], onCount: (count: number) => void): Promise<DroppedFile[]> {
  const found: DroppedFile[] = [];
  const pending = [...roots].reverse();
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if (entry.isDirectory) {
      pending.push(...(await childrenOf(entry as FileSystemDirectoryEntry)).reverse());
    } else if (entry.isFile) {
      const file = await fileOf(entry as FileSystemFileEntry);
      if (file !== null) found.push({ file, path: pathOf(entry) });
      if (found.length % YIELD_EVERY === 0) {
        onCount(found.length);
        await pause();
      }
    }
  }
  return found;
}

/** Of an `<input type=file>`: with a folder picker the path inside the folder. */
export function filesOfInput(list: FileList): DroppedFile[] {
  return Array.from(list, (file) => ({ file, path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath }));
}

/**
 * The files of a drop or a paste, folders walked through. Must be called within the event: the transfer is emptied
 * when the handler returns, so its entries are taken before anything is awaited.
 */
export function filesOfTransfer(transfer: DataTransfer, onCount: (count: number) => void): Promise<DroppedFile[]> {
  const entries: FileSystemEntry[] = [];
  const loose: DroppedFile[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    if (entry !== null) {
      entries.push(entry);
      continue;
    }
    // A pasted image has no entry.
    const file = item.getAsFile();
    if (file !== null) loose.push({ file, path: file.name });
  }
  if (entries.length === 0) return Promise.resolve(loose);
  return walk(entries, onCount).then((found) => [...found, ...loose]);
}
