import type { Page } from 'playwright-core';

/** Waits until the page has opened for patient files: the seal test has passed. */
export async function whenSealed(page: Page): Promise<void> {
  await page.locator('[data-testid=seal][data-state=sealed]').waitFor({ state: 'attached', timeout: 60_000 });
}

/** What the page must show before the clock stops: an element by test id, in a state. */
export interface Milestone {
  readonly testId: string;
  readonly state: string;
}

/**
 * Gives files to the page and returns the milliseconds from the moment it has them to the milestone, taken by the page's
 * own clock: the way of the files through the automation protocol is left out, their reading by the page is not.
 */
export async function openAndWait(page: Page, files: readonly string[], until: Milestone): Promise<number> {
  // Nothing named inside: the TypeScript loader would wrap it in a helper that the page does not have.
  const timed = page.evaluate(
    ({ testId, state }) =>
      new Promise<number>((resolve) => {
        let started = 0;
        document.addEventListener(
          'change',
          () => {
            started = performance.now();
          },
          { capture: true, once: true },
        );
        const observer = new MutationObserver(() => {
          if (started === 0 || document.querySelector(`[data-testid="${testId}"]`)?.getAttribute('data-state') !== state) return;
          observer.disconnect();
          resolve(performance.now() - started);
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
      }),
    until,
  );
  const [taken] = await Promise.all([timed, page.getByTestId('open-files').setInputFiles([...files])]);
  return taken;
}
