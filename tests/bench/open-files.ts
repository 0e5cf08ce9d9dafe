import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ctPhantomFiles } from '../../src/domain/demo/ct/ct-phantom';
import { launchApp } from '../e2e/support/launch-app';
import { openAndWait, whenSealed } from './harness/browser';
import { output, pythonWith } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, skippedRow, type Row } from './harness/report';

/** Reads the headers in one process and groups them by series, as a script of a hospital would; prints milliseconds. */
const PYDICOM = `
import sys, time, os, collections
import pydicom
folder = sys.argv[1]
started = time.perf_counter()
series = collections.defaultdict(list)
for name in os.listdir(folder):
    header = pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True)
    series[header.SeriesInstanceUID].append((float(header.ImagePositionPatient[2]), name))
for slices in series.values():
    slices.sort()
print((time.perf_counter() - started) * 1000)
`;

/** P2: from files given to all of them indexed, split into series and reported, against pydicom's headers. */
export async function openFiles(): Promise<readonly Row[]> {
  const what = (count: number): string => `open ${String(count)} DICOM files: index, series, report; pydicom stop_before_pixels`;
  const python = await pythonWith('pydicom');
  if (python === null) return [skippedRow('P2', what(100), 'python3 with pydicom is not installed')];
  const rows: Row[] = [];
  const app = await launchApp();
  try {
    for (const count of [100, 1000]) {
      const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
      try {
        const files = phantomFolder(folder, count);
        const ours = async (): Promise<number> => {
          await app.page.reload();
          await whenSealed(app.page);
          return openAndWait(app.page, files, { testId: 'file-report', state: 'done' });
        };
        const peer = async (): Promise<number> => Number(await output(python, ['-c', PYDICOM, folder]));
        rows.push(comparisonRow('P2', what(count), await compare(ours, peer), '≤ 2.0'));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  } finally {
    await app.close();
  }
  return rows;
}

/** Series of the phantom, each of its own seed and so with UIDs of its own. */
function phantomFolder(folder: string, count: number): readonly string[] {
  const paths: string[] = [];
  for (let seed = 1; paths.length < count; seed++) {
    for (const { name, bytes } of ctPhantomFiles(seed).slice(0, count - paths.length)) {
      const path = join(folder, `${String(seed)}-${name}`);
      writeFileSync(path, bytes);
      paths.push(path);
    }
  }
  return paths;
}
