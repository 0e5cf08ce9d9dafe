import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sceneBrowser, violations } from './harness/scene-browser';

/** Tables and texts on their screens. */
const openScene = sceneBrowser();
const open = async (scene: string): Promise<Page> => (await openScene(`scene=${scene}&language=fr`)).page;

describe('a table', () => {
  it('holds only what is near the visible part, and is accessible', async () => {
    const page = await open('table');
    const grid = page.getByRole('grid');
    expect(await page.getByTestId('table-view').getAttribute('data-rows')).toBe('4000');
    expect(await grid.getAttribute('aria-rowcount')).toBe('4001');
    expect(await page.locator('[role=row]').count()).toBeLessThan(60);
    expect(await page.locator('[data-row="0"][data-column="1"]').textContent()).toBe('20');
    expect(await page.locator('[data-row="1"][data-column="2"]').textContent()).toBe('non');
    expect(await page.locator('[data-row="0"][data-column="3"]').textContent()).toBe('12/03/2024');
    expect(await page.locator('[data-row="1"][data-column="4"]').textContent()).toBe('0,375');
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('is walked by keyboard to its ends, the heading always in view', async () => {
    const page = await open('table');
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('[aria-selected=true]').getAttribute('aria-rowindex')).toBe('4');
    await page.keyboard.press('Control+End');
    await page.locator('[data-row="3999"][data-column="44"]').waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-activedescendant')).toBe('table-cell-3999-44');
    const inView = await page.evaluate(() => {
      const grid = document.querySelector('[role=grid]')?.getBoundingClientRect();
      const header = document.querySelector('[role=columnheader]')?.getBoundingClientRect();
      const cell = document.querySelector('[data-row="3999"]')?.getBoundingClientRect();
      return (
        grid !== undefined && header !== undefined && cell !== undefined && header.top >= grid.top - 1 && cell.bottom <= grid.bottom + 1
      );
    });
    expect(inView).toBe(true);
    await page.keyboard.press('Control+Home');
    await page.locator('[data-row="0"][data-column="0"]').waitFor();
    await page.close();
  });

  it('names the columns that weighed as the package does, the others as the file does', async () => {
    const page = await open('table');
    const names = page.getByTestId('contributions').locator('li');
    expect((await names.allTextContents()).map((text) => text.slice(0, 8))).toEqual(['Âge 84+0', 'Dosage 3']);
    await page.evaluate(
      ({ id, label }) => {
        const { models } = window.fakeApp;
        const [model] = models.getState().models;
        if (model === undefined) throw new Error('no fake model');
        const source = {
          id: 'row',
          kind: 'table' as const,
          role: '',
          optional: false,
          textColumns: [],
          columnLabels: { 'Dosage 3': label },
        };
        models.setState({ models: [{ ...model, summary: { ...model.summary, id, sources: [source] } }] });
      },
      { id: 'aki-outcome', label: { fr: 'Créatinine', en: 'Creatinine' } },
    );
    await page.getByTestId('contributions').getByText('Créatinine').waitFor();
    expect(await names.nth(1).getAttribute('data-name')).toBe('Dosage 3');
    expect(await names.nth(1).textContent()).toContain('Créatinine 1,2');
    await page.close();
  });

  it('shows what was said about its row, and not about another', async () => {
    const page = await open('table');
    expect(await page.getByTestId('decision').textContent()).toBe('died');
    expect(
      await page
        .getByTestId('contributions')
        .locator('li')
        .evaluateAll((items) => items.map((item) => item.getAttribute('data-weight'))),
    ).toEqual(['0.8', '-0.4']);
    const verdict = page.locator('[data-testid=row-verdict][data-row="0"]');
    expect(await verdict.getAttribute('data-positive')).toBe('true');
    expect((await verdict.textContent())?.replace(/\s/gu, ' ')).toBe('● 34 % died');
    expect(await page.getByTestId('text-span').allTextContents()).toEqual(['douleur thoracique']);
    await page.locator('[data-row="3"][data-column="1"]').click();
    expect(await page.getByTestId('text-span').count()).toBe(0);
    await page.getByText('Venue 4 : douleur thoracique').last().waitFor();
    expect(await page.getByTestId('answers').count()).toBe(0);
    await page.close();
  });

  it('masks the columns that name a person together with the identity', async () => {
    const page = await open('table');
    expect(await page.getByText('PATIENT 1', { exact: true }).count()).toBe(1);
    await page.evaluate(() => {
      window.fakeApp.view.setState({ identityHidden: true });
    });
    expect(await page.getByText(/PATIENT \d/u).count()).toBe(0);
    expect(await page.locator('[data-row="0"][data-column="1"]').textContent()).toBe('20');
    await page.close();
  });
});

describe('a text', () => {
  it('marks what was found in the colour of its label, with a legend, and is accessible', async () => {
    const page = await open('text');
    const spans = page.getByTestId('text-span');
    expect(await spans.evaluateAll((marks) => marks.map((mark) => [mark.getAttribute('data-label'), mark.textContent]))).toEqual([
      ['PROBLEM', 'douleur thoracique'],
      ['PROBLEM', 'diabète de type 2'],
      ['DRUG', 'aspirine'],
    ]);
    const colours = await spans.evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).borderBottomColor));
    expect(colours[0]).toBe(colours[1]);
    expect(colours[0]).not.toBe(colours[2]);
    expect(await violations(page)).toEqual([]);
    await page.locator('[data-testid=text-legend][data-label=DRUG]').click();
    expect(await spans.count()).toBe(2);
    await page.close();
  });

  it('finds without accents or case, and walks from match to match', async () => {
    const page = await open('text');
    await page.getByTestId('text-view').locator('[role=document]').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('DE');
    expect(await page.getByRole('searchbox').inputValue()).toBe('DE');
    expect(await page.locator('mark').allTextContents()).toEqual(['de', 'de', 'de', 'de']);
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('text-view').getByRole('status').textContent()).toBe('2 sur 4');
    await page.getByRole('searchbox').fill('FIEVRE');
    expect(await page.locator('mark').allTextContents()).toEqual(['fièvre']);
    await page.close();
  });

  it('is masked whole with the identity: it may name the patient anywhere', async () => {
    const page = await open('text');
    await page.evaluate(() => {
      window.fakeApp.view.setState({ identityHidden: true });
    });
    expect(await page.getByTestId('text-view').count()).toBe(0);
    expect(await page.getByText('douleur thoracique').count()).toBe(0);
    await page.close();
  });
});
