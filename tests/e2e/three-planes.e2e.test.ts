import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNifti } from '../fixtures/volume/write-nifti';
import { expectSealed, launchApp, untilState, type LaunchedApp } from './support/launch-app';
import { handle, openFiles, untilAttribute } from './support/screen';

type Plane = 'axial' | 'coronal' | 'sagittal';

/** Stored as FreeSurfer stores a conformed head: columns to the left, rows to the feet, slices to the front. */
const SIZE = { i: 96, j: 60, k: 80 };
const MM = { i: 2, j: 3, k: 2.5 };
const MARKER = { i: 25, j: 15, k: 60 };

/** An ellipsoid with a bright cube at its right, front and top. */
function head(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(SIZE.i * SIZE.j * SIZE.k);
  let at = 0;
  for (let k = 0; k < SIZE.k; k++) {
    for (let j = 0; j < SIZE.j; j++) {
      for (let i = 0; i < SIZE.i; i++, at++) {
        const inside = ((i - 47.5) / 45) ** 2 + ((j - 29.5) / 28) ** 2 + ((k - 39.5) / 38) ** 2 < 1;
        const marked = Math.abs(i - MARKER.i) < 4 && Math.abs(j - MARKER.j) < 3 && Math.abs(k - MARKER.k) < 4;
        data[at] = marked ? 250 : inside ? 90 + ((i + j + k) % 5) : 0;
      }
    }
  }
  const sform = [-MM.i, 0, 0, 95, 0, 0, MM.k, -98.75, 0, -MM.j, 0, 88.5] as const;
  return writeNifti({ dims: [SIZE.i, SIZE.j, SIZE.k], sform, data, display: [0, 255] });
}

/** Label 1 where the cube is, stored from another corner: columns to the right, rows to the front, slices to the head. */
function cubeLabels(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(SIZE.i * SIZE.j * SIZE.k);
  let at = 0;
  for (let z = 0; z < SIZE.j; z++) {
    for (let y = 0; y < SIZE.k; y++) {
      for (let x = 0; x < SIZE.i; x++, at++) {
        const i = SIZE.i - 1 - x;
        const j = SIZE.j - 1 - z;
        data[at] = Math.abs(i - MARKER.i) < 4 && Math.abs(j - MARKER.j) < 3 && Math.abs(y - MARKER.k) < 4 ? 1 : 0;
      }
    }
  }
  return writeNifti({ dims: [SIZE.i, SIZE.k, SIZE.j], sform: [MM.i, 0, 0, -95, 0, MM.k, 0, -98.75, 0, 0, MM.j, -88.5], data });
}

/** Column, row and index (from 1) of a voxel in each plane, and the size of its slices. */
const PLACES: Readonly<
  Record<Plane, { columns: number; rows: number; aspect: number; column: number; row: number; index: number; total: number }>
> = {
  axial: { columns: SIZE.i, rows: SIZE.k, aspect: MM.k / MM.i, column: MARKER.i, row: 79 - MARKER.k, index: 60 - MARKER.j, total: SIZE.j },
  coronal: { columns: SIZE.i, rows: SIZE.j, aspect: MM.j / MM.i, column: MARKER.i, row: MARKER.j, index: 80 - MARKER.k, total: SIZE.k },
  sagittal: {
    columns: SIZE.k,
    rows: SIZE.j,
    aspect: MM.j / MM.k,
    column: 79 - MARKER.k,
    row: MARKER.j,
    index: 96 - MARKER.i,
    total: SIZE.i,
  },
};
const LETTERS: Readonly<Record<Plane, string>> = { axial: 'ALPR', coronal: 'HLFR', sagittal: 'HPFA' };
const PLANES = ['axial', 'coronal', 'sagittal'] as const;

describe('a NIfTI volume in three planes', () => {
  let app: LaunchedApp;
  beforeAll(async () => {
    app = await launchApp({ viewport: { width: 1366, height: 768 } });
    await untilState(app.page, 'seal', 'sealed');
    await openFiles(app.page, [{ name: 'tete.nii', mimeType: 'application/octet-stream', buffer: Buffer.from(head()) }]);
    await untilAttribute(app.page, 'viewport', 'state', 'ready');
  });
  afterAll(async () => {
    expectSealed(await app.close());
  });

  const view = (plane: Plane) => handle(app.page, 'viewport', { plane });

  async function until(plane: Plane, name: string, value: string): Promise<void> {
    await handle(app.page, 'viewport', { plane, [name]: value }).waitFor({ timeout: 20_000 });
  }

  /** Screen position of the middle of a pixel of a fitted slice, and CSS pixels a column. */
  async function onScreen(plane: Plane, column: number, row: number): Promise<{ x: number; y: number; scale: number }> {
    const box = await view(plane).boundingBox();
    if (box === null) throw new Error('the plane is not on screen');
    const { columns, rows, aspect } = PLACES[plane];
    const scale = Math.min((box.width - 2) / columns, (box.height - 2) / (rows * aspect));
    return {
      x: box.x + box.width / 2 + (column + 0.5 - columns / 2) * scale,
      y: box.y + box.height / 2 + (row + 0.5 - rows / 2) * aspect * scale,
      scale,
    };
  }

  it('opens as it was stored, head up', async () => {
    await untilAttribute(app.page, 'viewport', 'total', String(SIZE.k));
    expect(await handle(app.page, 'viewport').getAttribute('data-kind')).toBe('volume');
    expect(await handle(app.page, 'viewport').getAttribute('data-plane')).toBeNull();
  });

  it('shows the three planes with their letters and slices', async () => {
    await handle(app.page, 'layout-planes').click();
    for (const plane of PLANES) {
      await until(plane, 'state', 'ready');
      await until(plane, 'total', String(PLACES[plane].total));
      const sides = await Promise.all(
        ['top', 'right', 'bottom', 'left'].map((side) => view(plane).locator(`[data-side="${side}"]`).textContent()),
      );
      expect(sides.join('')).toBe(LETTERS[plane]);
    }
    expect(await handle(app.page, 'viewport').count()).toBe(3);
  });

  it('brings the other planes to the place that is pointed at', async () => {
    const { page } = app;
    await view('axial').focus();
    await page.keyboard.press('j');
    const { column, row } = PLACES.axial;
    const inAxial = await onScreen('axial', column, row);
    await page.mouse.click(inAxial.x, inAxial.y);
    await until('coronal', 'index', String(PLACES.coronal.index));
    await until('sagittal', 'index', String(PLACES.sagittal.index));
    const inCoronal = await onScreen('coronal', PLACES.coronal.column, PLACES.coronal.row);
    await page.mouse.click(inCoronal.x, inCoronal.y);
    await until('axial', 'index', String(PLACES.axial.index));
    for (const plane of PLANES) {
      const others = PLANES.filter((other) => other !== plane);
      for (const other of others) expect(await view(plane).locator(`[data-cut="${other}"]`).count()).toBe(1);
    }
  });

  it('draws the marker where it lies, and not mirrored', async () => {
    const { page } = app;
    await page.waitForTimeout(500);
    const image = decode(await page.screenshot());
    const brightness = (x: number, y: number): number => image.data[(Math.round(y) * image.width + Math.round(x)) * image.channels] ?? 0;
    for (const plane of PLANES) {
      const { column, row, columns, rows } = PLACES[plane];
      // Off the crosshair, but inside the cube.
      const here = await onScreen(plane, column + 2, row + 1);
      const acrossTheMiddle = await onScreen(plane, columns - 1 - column - 2, row + 1);
      const upsideDown = await onScreen(plane, column + 2, rows - 1 - row - 1);
      expect(brightness(here.x, here.y), plane).toBeGreaterThan(200);
      expect(brightness(acrossTheMiddle.x, acrossTheMiddle.y), plane).toBeLessThan(160);
      expect(brightness(upsideDown.x, upsideDown.y), plane).toBeLessThan(160);
    }
  });

  it('shares the window', async () => {
    const { page } = app;
    await view('sagittal').focus();
    await page.keyboard.press('w');
    const { x, y } = await onScreen('sagittal', 40, 30);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y + 20, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(5, 5);
    const windows = async (): Promise<(string | undefined)[]> =>
      Promise.all(
        PLANES.map(async (plane) => /F [\d,]+ +N [\d,−]+/u.exec((await view(plane).innerText()).replaceAll(/[\u00a0\u202f]/gu, ' '))?.[0]),
      );
    await expect.poll(async () => new Set(await windows()).size).toBe(1);
    expect((await windows())[0]).toBeDefined();
  });

  it('measures a reformatted slice in mm', async () => {
    const { page } = app;
    await view('sagittal').focus();
    await page.keyboard.press('d');
    const from = await onScreen('sagittal', 10, 10);
    const to = await onScreen('sagittal', 50, 50);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    const text = (await view('sagittal').locator('text:has-text("mm")').first().textContent()) ?? '';
    const length = Number(/[\d,]+/u.exec(text)?.[0].replace(',', '.'));
    // 40 columns of 2.5 mm and 40 rows of 3 mm, clicked to the nearest pixel of the screen.
    expect(Math.abs(length - Math.hypot(40 * MM.k, 40 * MM.j))).toBeLessThan((2 * MM.k) / from.scale + 0.1);
  });

  it('lays a label map over all planes, wherever its own axes run', async () => {
    const { page } = app;
    await openFiles(page, [{ name: 'cube.nii', mimeType: 'application/octet-stream', buffer: Buffer.from(cubeLabels()) }]);
    await untilAttribute(page, 'viewport', 'total', String(SIZE.j));
    await handle(page, 'open-as-labels').nth(1).click();
    await untilAttribute(page, 'viewport', 'total', String(SIZE.k));
    await handle(page, 'layout-planes').click();
    for (const plane of PLANES) await until(plane, 'state', 'ready');
    await view('axial').focus();
    await page.keyboard.press('j');
    const inAxial = await onScreen('axial', PLACES.axial.column, PLACES.axial.row);
    await page.mouse.click(inAxial.x, inAxial.y);
    const inCoronal = await onScreen('coronal', PLACES.coronal.column, PLACES.coronal.row);
    await until('coronal', 'index', String(PLACES.coronal.index));
    await page.mouse.click(inCoronal.x, inCoronal.y);
    await until('axial', 'index', String(PLACES.axial.index));
    await page.waitForTimeout(500);
    const picture = decode(await page.screenshot());
    const colour = (x: number, y: number): number[] =>
      Array.from(
        picture.data.slice(
          (Math.round(y) * picture.width + Math.round(x)) * picture.channels,
          (Math.round(y) * picture.width + Math.round(x)) * picture.channels + 3,
        ),
      );
    for (const plane of PLANES) {
      const { column, row } = PLACES[plane];
      const inside = await onScreen(plane, column + 1, row + 1);
      const outside = await onScreen(plane, column + 6, row + 1);
      const [red = 0, , blue = 0] = colour(inside.x, inside.y);
      // Yellow over white: blue is taken away. Grey stays grey.
      expect(red - blue, plane).toBeGreaterThan(30);
      const [r = 0, g = 0, b = 0] = colour(outside.x, outside.y);
      expect(Math.max(r, g, b) - Math.min(r, g, b), plane).toBeLessThan(6);
    }
    await handle(page, 'open-as-labels').nth(1).click();
    await expect.poll(() => view('sagittal').locator('[data-layer="labels"]').getAttribute('data-labels')).toBe('0');
  });

  it('goes back to the acquired slices, at the slice that was looked at', async () => {
    const { page } = app;
    await handle(page, 'layout-planes').click();
    await untilAttribute(page, 'viewport', 'total', String(SIZE.k));
    await untilAttribute(page, 'viewport', 'index', String(PLACES.coronal.index));
    expect(await handle(page, 'viewport').count()).toBe(1);
    expect(await handle(page, 'viewport').getAttribute('data-plane')).toBeNull();
  });
});
