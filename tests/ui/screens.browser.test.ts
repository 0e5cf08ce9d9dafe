import { describe, expect, it } from 'vitest';
import { calls, sceneBrowser, violations } from './harness/scene-browser';
import { SCENE_IDS } from './harness/scenes';

/** Every screen, both languages, wide and narrow. */
const open = sceneBrowser();

describe.each(SCENE_IDS)('screen %s', (scene) => {
  it.each(['fr', 'en'])('is accessible and whole in %s', async (language) => {
    const { page, errors } = await open(`scene=${scene}&language=${language}`);
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    for (const handle of ['open-files', 'open-folder', 'seal', 'offline', 'language', 'wipe', 'package-import']) {
      expect(await page.getByTestId(handle).count(), handle).toBe(1);
    }
    expect(await page.title()).toBe('Diaphane');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    await page.close();
  });

  it('reflows to 320 px without scrolling sideways', async () => {
    const { page } = await open(`scene=${scene}`, { width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.close();
  });
});

describe('dialogs', () => {
  it.each(['seal', 'offline', 'settings', 'help', 'about', 'wipe', 'models'])(
    '%s opens, is accessible, closes with Escape and gives the focus back',
    async (id) => {
      const { page } = await open('scene=start');
      await page.getByTestId(id).focus();
      await page.keyboard.press('Enter');
      await page.locator('dialog[open]').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(id);
      await page.close();
    },
  );

  it('asks before closing a study whose verdicts are not exported', async () => {
    const { page } = await open('scene=review');
    await page.getByTestId('close-study').click();
    await page.getByTestId('close-dialog').waitFor();
    expect(await page.evaluate(() => window.fakeApp.calls.some(({ name }) => name === 'closeStudy'))).toBe(false);
    await page.getByTestId('close-confirm').click();
    expect(await page.evaluate(() => window.fakeApp.calls.some(({ name }) => name === 'closeStudy'))).toBe(true);
    await page.close();
  });
});

describe('the device page', () => {
  it.each(['fr', 'en'])('is reached from the about dialog, accessible and in two columns in %s', async (language) => {
    const { page, errors } = await open(`scene=models&language=${language}`);
    await page.getByTestId('about').click();
    await page.getByRole('button', { name: language === 'fr' ? 'Ce que peut ce poste' : 'What this workstation can do' }).press('Enter');
    const dialog = page.getByTestId('device-page');
    await dialog.getByText('nvidia ampere').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
    const tops = await dialog.getByRole('region').evaluateAll((groups) => groups.map((group) => group.getBoundingClientRect()));
    const [first, third] = [tops.at(-4), tops.at(-2)];
    expect(third?.top).toBe(first?.top);
    expect(third?.left).toBeGreaterThan(first?.right ?? Infinity);
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    expect(await dialog.getByTestId('device-model').count()).toBeGreaterThan(1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.close();
  });

  it('gives a text to copy, and reflows to 320 px', async () => {
    const { page } = await open('scene=models', { width: 320, height: 640 });
    await page.context().grantPermissions(['clipboard-write', 'clipboard-read']);
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('[data-testid=about]')?.click();
    });
    await page.getByRole('button', { name: 'Ce que peut ce poste' }).click();
    await page.getByTestId('device-copy').click();
    await page.getByText('Copié').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('WebGPU: none');
    const dialog = page.getByTestId('device-page');
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await page.close();
  });
});

describe('the memory of a run', () => {
  it.each([
    [{ bytes: 1.2e9, fits: true, smaller: false }, 'fits', '≈ 1,2 Go de mémoire'],
    [{ bytes: 1.2e9, fits: true, smaller: true }, 'smaller', 'Mêmes résultats'],
    [{ bytes: 5e9, fits: false, smaller: true }, 'over', 'sans doute trop'],
  ])('stands beside the run button (%o)', async (memory, state, words) => {
    const { page } = await open('scene=review');
    await page.evaluate((forecast) => {
      window.fakeApp.models.setState({ memory: forecast });
    }, memory);
    const line = page.getByTestId('memory-plan');
    expect(await line.getAttribute('data-state')).toBe(state);
    expect((await line.textContent())?.replace(/[\u00a0\u202f]/g, ' ')).toContain(words);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

describe('the model manager', () => {
  it('has a row a version with what scripts read of it, and says why others were refused', async () => {
    const { page } = await open('scene=models');
    const rows = await page
      .getByTestId('package-row')
      .evaluateAll((all) =>
        all.map(({ dataset }) =>
          [dataset.modelId, dataset.version, dataset.trust, dataset.selftestWebgpu, dataset.selftestWasm, dataset.offline].join(' '),
        ),
      );
    expect(rows).toEqual([
      'blood-cell-detection 1.0.0 unsigned unsupported passed true',
      'blood-cell-detection 0.9.0 unsigned none none true',
      'prostate-lesion 1.0.0 known running passed true',
      'lung-nodules 1.0.0 unknown failed passed true',
      'retina 1.0.0 tampered none none false',
    ]);
    const refused = page.getByTestId('package-refused');
    expect(await refused.evaluateAll((all) => all.map(({ dataset }) => dataset.code))).toEqual(['package-schema', 'package-tampered']);
    await page.close();
  });

  it.each(['fr', 'en'])('unfolded is accessible in %s, shows no HTML of a card, and acts by keyboard', async (language) => {
    const { page, errors } = await open(`scene=models&language=${language}`);
    await page.getByTestId('models').click();
    const entries = page.getByTestId('managed-package');
    await entries.first().waitFor();
    for (const entry of await entries.all()) await entry.locator('summary').first().click();
    const prostate = page.locator('[data-testid=managed-package][data-model-id=prostate-lesion]');
    await prostate.locator('details details summary').focus();
    await page.keyboard.press('Enter');
    expect(await prostate.locator('table td').allTextContents()).toEqual(['test', '0.81']);
    expect(await prostate.getByText('<b>no HTML</b>').count()).toBe(1);
    expect(await prostate.locator('a, b').count()).toBe(0);
    expect([await violations(page), errors]).toEqual([[], []]);
    await prostate.getByTestId('package-pin').press('Enter');
    expect(await calls(page, 'pinPackage')).toEqual([['prostate-lesion', '1.0.0', false]]);
    await prostate.getByTestId('package-delete').press('Enter');
    expect(await calls(page, 'removePackage')).toEqual([]);
    await prostate.getByTestId('package-delete-confirm').press('Enter');
    expect(await calls(page, 'removePackage')).toEqual([['prostate-lesion', '1.0.0']]);
    await page.locator('[data-model-id=lung-nodules]').getByTestId('trust-publisher').press('Enter');
    expect(await calls(page, 'trustPublisher')).toEqual([[{ name: 'Diaphane', keyId: 'labx-2026', publicKey: `${'A'.repeat(43)}=` }]]);
    await page.close();
  });

  it('asks before an import that needs a word, and takes Escape for a no', async () => {
    const { page } = await open('scene=question');
    await page.getByTestId('import-question').waitFor();
    expect(await page.getByTestId('import-concern').evaluateAll((all) => all.map(({ dataset }) => dataset.concern))).toEqual([
      'older-version',
      'weaker-trust',
      'license',
    ]);
    await page.getByTestId('import-agree').click();
    await page.keyboard.press('Escape');
    expect(await calls(page, 'answerImport')).toEqual([[true], [false]]);
    await page.close();
  });

  it('asks what a bare network does not say', async () => {
    const { page } = await open('scene=drafted');
    await page.getByTestId('draft-dialog').waitFor();
    await page.getByLabel('Nom du modèle').fill('Cellules');
    await page.getByRole('combobox').selectOption('imagenet');
    await page.locator('textarea').fill('A\n\n B \n');
    await page.getByTestId('draft-install').click();
    expect(await calls(page, 'answerDraft')).toEqual([
      [{ name: 'Cellules', size: [224, 224], mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], labels: ['A', 'B'] }],
    ]);
    await page.keyboard.press('Escape');
    expect(await calls(page, 'answerDraft')).toHaveLength(2);
    await page.close();
  });

  it('takes files from its input', async () => {
    const { page } = await open('scene=start');
    await page.getByTestId('package-import').setInputFiles({ name: 'a.mdpkg', mimeType: 'application/zip', buffer: Buffer.from('PK') });
    expect(await calls(page, 'importPackages')).toHaveLength(1);
    await page.close();
  });
});

describe('the keyboard', () => {
  it('acts in a focused viewport and nowhere else', async () => {
    const { page } = await open('scene=ct');
    await page.getByTestId('settings').focus();
    await page.keyboard.press('d');
    expect(await calls(page, 'setTool')).toEqual([]);
    await page.getByTestId('viewport').focus();
    await page.keyboard.press('d');
    expect(await calls(page, 'setTool')).toEqual([['length']]);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Digit3');
    expect(await calls(page, 'act')).toEqual([[{ type: 'scroll', by: 10 }], [{ type: 'window-preset', preset: 3 }]]);
    await page.keyboard.press('F8');
    expect(await page.getByText('DUPONT-LAMARTINE').count()).toBe(0);
    await page.close();
  });

  it('leaves the letters to a text field', async () => {
    const { page } = await open('scene=review');
    await page.locator('textarea').fill('');
    await page.locator('textarea').pressSequentially('vgnm');
    expect(await page.locator('textarea').inputValue()).toBe('vgnm');
    expect(await calls(page, 'toggleAi')).toEqual([]);
    await page.close();
  });

  it('walks the findings and gives verdicts', async () => {
    const { page } = await open('scene=review');
    await page.locator('[data-testid=finding] [data-part=go][aria-current=true]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await calls(page, 'selectFinding')).toEqual([['f5']]);
    await page.keyboard.press('m');
    expect(await calls(page, 'reject')).toEqual([['f5']]);
    await page.close();
  });
});

describe('the viewport', () => {
  it('opens its menu on a right click, not on a right drag', async () => {
    const { page } = await open('scene=ct');
    const stage = page.locator('[data-viewport-stage]');
    const box = await stage.boundingBox();
    if (box === null) throw new Error('no stage');
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(box.x + 340, box.y + 340, { steps: 4 });
    await page.mouse.up({ button: 'right' });
    expect(await page.getByRole('menu').count()).toBe(0);
    await stage.click({ button: 'right', position: { x: 300, y: 300 } });
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await calls(page, 'act')).toEqual([[{ type: 'one-to-one' }, 'v1']]);
    await page.close();
  });

  it('takes files dropped anywhere, and names them to the application', async () => {
    const { page } = await open('scene=ct');
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'a.dcm'));
      document
        .querySelector('[data-testid=viewport]')
        ?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await page.waitForFunction(() => window.fakeApp.calls.some(({ name }) => name === 'openFiles'));
    const paths = await page.evaluate(() => {
      const call = window.fakeApp.calls.find(({ name }) => name === 'openFiles');
      return (call?.args[0] as { path: string }[]).map(({ path }) => path);
    });
    expect(paths).toEqual(['a.dcm']);
    await page.close();
  });
});

describe('long lists', () => {
  it('keep the page light and scroll to the chosen finding', async () => {
    const { page } = await open('scene=many');
    expect(await page.getByTestId('findings').getAttribute('data-count')).toBe('1500');
    expect(await page.getByTestId('finding').count()).toBeLessThan(120);
    await page.locator('[aria-current=true][data-part=go]').waitFor({ state: 'attached' });
    expect(await page.locator('li[aria-posinset="701"]').getAttribute('aria-setsize')).toBe('1500');
    await page.close();
  });

  it('hold every row of the file report while it is folded', async () => {
    const { page } = await open('scene=ct');
    expect(await page.getByTestId('file-report').getAttribute('data-state')).toBe('done');
    expect(await page.getByTestId('file-report-row').count()).toBe(247);
    await page.close();
  });
});
