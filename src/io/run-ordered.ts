/**
 * Works on several items at once but settles them one by one in order, so that results do not depend on timing.
 * At most `concurrency` items are ahead of the one being settled, which bounds what is held in memory.
 */
export async function runOrdered<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
  settle: (item: Item, result: Result) => Promise<void>,
): Promise<void> {
  const ahead: Promise<Result>[] = [];
  let next = 0;
  const start = (): void => {
    const item = items[next++];
    if (item === undefined) return;
    const result = work(item);
    // Awaited in its turn; a rejection before that is not unhandled.
    result.catch(() => undefined);
    ahead.push(result);
  };
  for (let i = 0; i < concurrency; i++) start();
  for (const item of items) {
    const result = ahead.shift();
    if (result === undefined) return;
    const value = await result;
    start();
    await settle(item, value);
  }
}
