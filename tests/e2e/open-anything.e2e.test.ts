import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { image } from '../fixtures/dicom/images';
import { BIG, DEFLATED, writeDicom } from '../fixtures/dicom/write-dicom';
import { writeZip } from '../fixtures/dicom/write-zip';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { attribute, handle, openFiles, untilAttribute } from './support/screen';

const SCRIPT_NAME = '<script>alert(1)</script>^CANARY';

function file(name: string, bytes: Uint8Array): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

function slice(z: number, more: Parameters<typeof image>[0] = {}): Uint8Array<ArrayBuffer> {
  return writeDicom(image({ rows: 32, columns: 32, position: [0, 0, z], series: '1.2.3.7', study: '1.2.3.8', ...more }));
}

describe('opening anything, the broken included', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp();
    await untilState(app.page, 'seal', 'sealed');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  it('groups and sorts by geometry, and reports on every file', async () => {
    const { page } = app;
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) & 0xff);
    await openFiles(page, [
      file('c.dcm', slice(20, { instanceNumber: 1, patientName: SCRIPT_NAME })),
      file('a.dcm', slice(0, { instanceNumber: 9, patientName: SCRIPT_NAME })),
      file('b', slice(10, { instanceNumber: 5, patientName: SCRIPT_NAME })),
      file('empty.dcm', new Uint8Array(0)),
      file('cut.dcm', slice(30, { patientName: SCRIPT_NAME }).slice(0, 700)),
      file('noise.dcm', noise),
      file('absurd.dcm', writeDicom(image({ rows: 65535, columns: 65535, pixels: new Uint8Array(4), series: '1.2.3.9' }))),
      file('syntax.dcm', writeDicom(image({ series: '1.2.3.10' }), { transferSyntax: '1.2.3.4.5' })),
      file(
        'deflated.dcm',
        writeDicom(image({ rows: 16, columns: 16, series: '1.2.3.11', patientName: SCRIPT_NAME }), { transferSyntax: DEFLATED }),
      ),
      file('big.dcm', writeDicom(image({ rows: 16, columns: 16, series: '1.2.3.12', patientName: SCRIPT_NAME }), { transferSyntax: BIG })),
      file('headless.dcm', writeDicom(image({ rows: 16, columns: 16, series: '1.2.3.13', patientName: SCRIPT_NAME }), { preamble: null })),
      file(
        'archive.zip',
        writeZip([{ name: 'inside/photo.png', bytes: encode({ width: 8, height: 8, channels: 3, data: new Uint8Array(192) }) }]),
      ),
      file('Thumbs.db', noise),
    ]);
    expect(await attribute(page, 'file-report', 'opened')).toBe('7');
    expect(await attribute(page, 'file-report', 'skipped')).toBe('1');
    expect(await attribute(page, 'file-report', 'failed')).toBe('5');
    await untilAttribute(page, 'viewport', 'state', 'ready');
    expect(await attribute(page, 'viewport', 'kind')).toBe('volume');
    await untilAttribute(page, 'viewport', 'total', '3');
    expect(await attribute(page, 'viewport', 'index')).toBe('1');
  });

  it('treats hostile text as text', async () => {
    const { page } = app;
    await expect.poll(() => page.getByText('<script>alert(1)</script> CANARY').count()).toBeGreaterThan(0);
    expect(await page.locator('body script').count()).toBe(0);
  });

  it('leaves no patient data in title, address, storage or keys', async () => {
    const { page } = app;
    const kept = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      const rows: unknown[] = [];
      for (const { name } of databases) {
        if (name === undefined) continue;
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(new Error('cannot open'));
          };
        });
        for (const store of db.objectStoreNames) {
          rows.push(
            await new Promise((resolve) => {
              const request = db.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => {
                resolve(JSON.stringify(request.result, (_key, value: unknown) => (value instanceof Uint8Array ? 'bytes' : value)));
              };
            }),
          );
        }
        db.close();
      }
      return [
        document.title,
        location.href,
        JSON.stringify(Object.entries(localStorage)),
        JSON.stringify(Object.entries(sessionStorage)),
        ...rows,
      ].join('\n');
    });
    for (const canary of ['CANARY', 'ID1', '1.2.3.7', 'archive.zip']) expect(kept).not.toContain(canary);
  });

  it('names the fact when a second patient comes in', async () => {
    const { page } = app;
    expect(await handle(page, 'several-patients').count()).toBe(0);
    await openFiles(page, file('other.dcm', slice(0, { patientName: 'AUTRE^PATIENT', study: '1.2.3.99', series: '1.2.3.98' })));
    await handle(page, 'several-patients').waitFor();
  });

  it.skipIf(!existsSync(join(PROJECT_ROOT, '../shared/data')))('opens a real CT folder', async () => {
    const { page } = app;
    const folder = join(PROJECT_ROOT, '../shared/data/formats/FNNDSC+data/rsna_2/PET');
    const before = await handle(page, 'series-item').count();
    await handle(page, 'open-files').setInputFiles(readdirSync(folder).map((name) => join(folder, name)));
    await expect.poll(() => handle(page, 'series-item').count(), { timeout: 60_000 }).toBeGreaterThan(before);
    await handle(page, 'file-report', { state: 'done' }).waitFor({ state: 'attached' });
    const series = handle(page, 'series-item', { modality: 'PT' });
    expect(Number(await series.first().getAttribute('data-count'))).toBe(readdirSync(folder).length);
  });
});
