import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { calls, sceneBrowser } from './harness/scene-browser';

/** Drafts, the queue, the gate and notices, as a person works with them. */
const open = sceneBrowser();

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest('[data-testid=queue-item]')?.getAttribute('data-state') ?? null);

describe('the queue', () => {
  it('lists what waits under the job that runs, in order, with names', async () => {
    const { page } = await open('scene=queued');
    expect(await page.getByTestId('job').count()).toBe(1);
    expect(await page.getByTestId('job').getAttribute('data-state')).toBe('running');
    const items = page.getByTestId('queue-item');
    expect(await items.evaluateAll((all) => all.map(({ dataset }) => `${dataset.modelId ?? ''} ${dataset.state ?? ''}`))).toEqual([
      'blood-cell-detection queued',
      'hippocampus-mri paused',
      'blood-cell-detection queued',
    ]);
    expect(await items.nth(1).textContent()).toContain('En pause');
    expect(await items.nth(2).textContent()).toContain('image sans nom');
    expect(await page.getByText('3 analyses en attente').count()).toBe(1);
    await page.close();
  });

  it('takes one out by keyboard, and the focus goes on to the next', async () => {
    const { page } = await open('scene=queued');
    const removers = page.getByTestId('queue-remove');
    expect(await removers.first().getAttribute('aria-label')).toMatch(/^Retirer de la file d’attente\u00a0: .+, .+/);
    await removers.first().focus();
    await page.keyboard.press('Enter');
    expect(await calls(page, 'withdrawJob')).toEqual([['j2']]);
    expect(await focused(page)).toBe('paused');
    await page.close();
  });

  it('takes another analysis while one runs, but not the same twice', async () => {
    const { page } = await open('scene=queued');
    expect(await page.getByTestId('run-model').isDisabled()).toBe(true);
    await page.evaluate(() => {
      const { models } = window.fakeApp;
      models.setState({ queue: models.getState().queue.slice(1) });
    });
    await page.getByTestId('run-model').and(page.getByText('Ajouter à la file d’attente')).click();
    expect(await calls(page, 'runModel')).toHaveLength(1);
    await page.close();
  });
});

describe('what the gate found', () => {
  it.each([
    [
      'fr',
      'netteté\u00a0: 3,142, attendu\u00a0: au moins 12',
      'espacement des coupes\u00a0: 6,25\u00a0mm, attendu\u00a0: au plus 4,5\u00a0mm',
    ],
    ['en', 'sharpness: 3.142, expected: at least 12', 'slice spacing: 6.25\u00a0mm, expected: at most 4.5\u00a0mm'],
  ])('is told with its measures in %s', async (language, sharpness, spacing) => {
    const { page } = await open(`scene=gated&language=${language}`);
    expect(await page.locator('[data-testid=gate][data-rule=blur_min]').textContent()).toContain(sharpness);
    expect(await page.locator('[data-testid=gate][data-severity=warn]').textContent()).toContain(spacing);
    await page.close();
  });
});

describe('drafts of bare networks', () => {
  it('ask a volume for slices, rows and columns in voxels', async () => {
    const { page } = await open('scene=draftedVolume');
    await page.getByLabel('Coupes en entrée (voxels)').fill('32');
    await page.getByTestId('draft-preparation').selectOption('hounsfield');
    await page.getByTestId('draft-labels').fill('fond\nfoie\ntumeur');
    await page.getByTestId('draft-install').click();
    expect(await calls(page, 'answerDraft')).toEqual([
      [{ name: 'brain', size: [32, 96, 96], intensity: 'hounsfield', labels: ['fond', 'foie', 'tumeur'] }],
    ]);
    await page.close();
  });

  it('ask a table for its columns before anything is installed', async () => {
    const { page } = await open('scene=draftedTable');
    expect(await page.getByTestId('draft-install').isDisabled()).toBe(true);
    await page.getByTestId('draft-columns').fill('age\nlactate');
    expect(await page.getByText('Le réseau attend 2 colonnes\u202f; 2 indiquées.').count()).toBe(1);
    await page.getByTestId('draft-install').click();
    expect(await calls(page, 'answerDraft')).toEqual([[{ name: 'risk', columns: ['age', 'lactate'] }]]);
    await page.close();
  });

  it('say of a text what is missing, and offer nothing to install', async () => {
    const { page } = await open('scene=draftedText');
    expect(await page.getByTestId('draft-dialog').textContent()).toContain('tokenizer.json');
    expect(await page.getByTestId('draft-install').count()).toBe(0);
    await page.getByTestId('draft-decline').click();
    expect(await calls(page, 'answerDraft')).toEqual([[null]]);
    await page.close();
  });
});

describe('notices', () => {
  it.each([
    { width: 1366, height: 768 },
    { width: 1024, height: 700 },
  ])('cover no control at $width × $height', async (viewport) => {
    const { page } = await open('scene=notified', viewport);
    await page.getByTestId('notice').waitFor();
    const covered = await page.evaluate(() => {
      const notice = document.querySelector('[data-testid=notice]');
      const controls = [...document.querySelectorAll('aside button, aside input, aside summary, header button')];
      return controls
        .filter((control) => {
          const { left, top, width, height } = control.getBoundingClientRect();
          const x = left + width / 2;
          const y = top + height / 2;
          // What a panel has scrolled away lies beyond its edge, under nothing.
          const panel = (control.closest('aside') ?? document.body).getBoundingClientRect();
          if (y < panel.top || y >= panel.bottom) return false;
          return width > 0 && x < innerWidth && y < innerHeight && notice?.contains(document.elementFromPoint(x, y)) === true;
        })
        .map((control) => control.textContent);
    });
    expect(covered).toEqual([]);
    expect(await page.getByTestId('notice').evaluate((notice) => notice.closest('[aria-live]')?.getAttribute('aria-live'))).toBe('polite');
    await page.close();
  });
});
