import type { Page } from 'playwright-core';

/** RGBA of the image layer (overlays left out) at points of the viewport, in CSS pixels. */
export async function readPixels(page: Page, points: readonly (readonly [number, number])[]): Promise<number[][]> {
  return page.evaluate((list) => {
    const root = document.querySelector('#v1 > div');
    const layers = [...(root?.querySelectorAll('canvas') ?? [])].filter((canvas) => canvas.style.display !== 'none' && canvas.width > 1);
    const layer = layers.at(-1);
    const context = layer?.getContext('2d');
    return list.map(([x, y]) => Array.from(context?.getImageData(x, y, 1, 1).data ?? []));
  }, points);
}

/** The 256 × 256 ramp at one image pixel per screen pixel, in index order. */
export async function readRamp(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const root = document.querySelector('#v1 > div');
    const layer = [...(root?.querySelectorAll('canvas') ?? [])].filter((canvas) => canvas.style.display !== 'none').at(-1);
    if (layer === undefined) return [];
    const copy = document.createElement('canvas');
    copy.width = layer.width;
    copy.height = layer.height;
    const context = copy.getContext('2d');
    context?.drawImage(layer, 0, 0);
    const data = context?.getImageData(Math.round(layer.width / 2) - 128, Math.round(layer.height / 2) - 128, 256, 256).data ?? [];
    return Array.from({ length: 65_536 }, (_, i) => data[i * 4] ?? -1);
  });
}
