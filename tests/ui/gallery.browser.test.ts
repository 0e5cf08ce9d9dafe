import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { calls, sceneBrowser, violations } from './harness/scene-browser';

const open = sceneBrowser();

const items = (page: Page) => page.getByTestId('cell-gallery-item');
const focused = (page: Page): Promise<Record<string, string | undefined>> =>
  page.evaluate(() => Object.fromEntries(Object.entries((document.activeElement as HTMLElement).dataset)));
/** Findings and those verified, by class. */
const counts = (page: Page): Promise<readonly string[]> =>
  page
    .getByTestId('cell-gallery-class')
    .evaluateAll((rows) => rows.map(({ dataset }) => `${dataset.label ?? ''} ${dataset.count ?? ''} ${dataset.verified ?? ''}`));

describe('the cell gallery', () => {
  it('groups cells by class, surest first, with what is counted toward the target', async () => {
    const { page, errors } = await open('scene=gallery');
    await items(page).first().waitFor();
    const shown = await items(page).evaluateAll((all) => all.map(({ dataset }) => [dataset.label ?? '', Number(dataset.score)] as const));
    expect(shown.length).toBeGreaterThan(12);
    expect(shown.every(([label, score], i) => i === 0 || label !== shown[i - 1]?.[0] || score <= (shown[i - 1]?.[1] ?? 0))).toBe(true);
    expect(await counts(page)).toEqual(['RBC 37 16', 'WBC 8 3', 'Platelets 8 2']);
    const counter = page.getByTestId('cell-gallery-counter');
    expect(await counter.getAttribute('data-remaining')).toBe('79');
    await page.getByTestId('cell-gallery-target').selectOption('200');
    expect(await counter.getAttribute('data-remaining')).toBe('179');
    await page.locator('[data-testid=cell-gallery-class][data-label=RBC] input').uncheck();
    expect(await counter.getAttribute('data-total')).toBe('5');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('reclassifies by digits, goes on to the next cell, and is undone in the one history', async () => {
    const { page } = await open('scene=gallery');
    await items(page).first().click();
    const first = await focused(page);
    expect([first['testid'], first['label'], first['position']]).toEqual(['cell-gallery-item', 'RBC', '0']);
    const before = await counts(page);
    await page.keyboard.press('Digit2');
    expect(await counts(page)).toEqual(['RBC 36 16', 'WBC 9 4', 'Platelets 8 2']);
    const next = await focused(page);
    expect([next['testid'], next['label'], next['position']]).toEqual(['cell-gallery-item', 'RBC', '0']);
    expect(next['findingId']).not.toBe(first['findingId']);
    const moved = page.locator(`[data-finding-id="${first['findingId'] ?? ''}"]`);
    await page.keyboard.press('End');
    await moved.waitFor({ state: 'attached' });
    expect([await moved.getAttribute('data-status'), await moved.getAttribute('data-label')]).toEqual(['edited', 'WBC']);
    // The model's own word stays beside it.
    expect(await moved.textContent()).toContain('Globule rouge');
    await page.keyboard.press('Control+z');
    expect(await counts(page)).toEqual(before);
    await page.close();
  });

  it('judges a stretch of cells at once, and one undo takes it back', async () => {
    const { page } = await open('scene=gallery');
    await page.getByTestId('cell-gallery-status').selectOption('proposed');
    await items(page).first().click();
    const before = await counts(page);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.locator('[data-testid=cell-gallery-item][aria-selected=true]').count()).toBe(3);
    await page.keyboard.press('Enter');
    expect((await counts(page))[0]).toBe('RBC 37 19');
    expect((await focused(page))['status']).toBe('proposed');
    await page.keyboard.press('Delete');
    expect((await counts(page))[0]).toBe('RBC 36 19');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await counts(page)).toEqual(before);
    await page.close();
  });

  it('takes what is dropped on a class, and shows a class alone', async () => {
    const { page } = await open('scene=gallery');
    await items(page).first().dragTo(page.locator('[data-testid=cell-gallery-class][data-label=Platelets]'));
    expect((await counts(page))[2]).toBe('Platelets 9 3');
    await page.getByRole('button', { name: 'Plaquette', exact: false }).first().click();
    expect(new Set(await items(page).evaluateAll((all) => all.map(({ dataset }) => dataset.label)))).toEqual(new Set(['Platelets']));
    await page.close();
  });

  it('brings the image to the cell that is clicked, and gives the focus back when it closes', async () => {
    const { page } = await open('scene=gallery');
    const id = await items(page).nth(2).getAttribute('data-finding-id');
    await items(page).nth(2).click();
    await expect.poll(() => calls(page, 'selectFinding')).toEqual([[id]]);
    await page.keyboard.press('Escape');
    await page.getByTestId('cell-gallery').waitFor({ state: 'detached' });
    await expect.poll(async () => (await focused(page))['testid']).toBe('cell-gallery-open');
    await page.keyboard.press('Enter');
    await items(page).first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
