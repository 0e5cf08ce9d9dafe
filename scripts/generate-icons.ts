/** Draws the PNG icons of the web manifest from `public/icons/icon.svg`, in Chromium. Run after the drawing changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { PROJECT_ROOT } from './build';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';

const FOLDER = join(PROJECT_ROOT, 'public', 'icons');
/** A maskable icon may lose everything outside the middle 80 %: its drawing is made smaller on a full ground. */
const ICONS = [
  { file: 'icon-192.png', size: 192, maskable: false },
  { file: 'icon-512.png', size: 512, maskable: false },
  { file: 'icon-maskable-512.png', size: 512, maskable: true },
];

const drawing = readFileSync(join(FOLDER, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...CHROMIUM_FLAGS] });
try {
  for (const { file, size, maskable } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const inner = maskable ? size * 0.8 : size;
    const svg = drawing.replace('<svg ', `<svg width="${String(inner)}" height="${String(inner)}" `);
    const ground = maskable ? '#131b22' : 'transparent';
    await page.setContent(`<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">${svg}</body>`);
    writeFileSync(join(FOLDER, file), await page.screenshot({ omitBackground: !maskable }));
  }
} finally {
  await browser.close();
}
