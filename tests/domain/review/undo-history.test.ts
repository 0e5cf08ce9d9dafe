import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, invertChange, mergeChanges, type Change } from '../../../src/domain/review/change';
import {
  emptyHistory,
  MAXIMUM_STEPS,
  MERGE_WINDOW,
  record,
  redo,
  retain,
  undo,
  type UndoHistory,
} from '../../../src/domain/review/undo-history';

interface Item {
  readonly id: string;
  readonly at: number;
}
type Step = Change<Item>;
const drag = (at: number, id = 'a') => ({ gesture: `move:${id}`, at, merge: mergeChanges<Item> });
const move = (from: number, to: number, id = 'a'): Step => ({ before: { id, at: from }, after: { id, at: to }, index: 0 });

describe('undo history', () => {
  it('merges the pieces of one drag into one step', () => {
    let history = emptyHistory<Step>();
    history = record(history, move(0, 1), drag(0));
    history = record(history, move(1, 2), drag(16));
    history = record(history, move(2, 3), drag(32));
    expect(history.past.map(({ step }) => step)).toEqual([move(0, 3)]);
  });

  it.each([
    ['after a pause', move(1, 2), drag(MERGE_WINDOW + 1)],
    ['of another object', move(5, 6, 'b'), drag(1, 'b')],
    ['of no gesture', move(1, 2), undefined],
  ])('keeps a step %s apart', (_, step, merging) => {
    const history = record(record(emptyHistory<Step>(), move(0, 1), drag(0)), step, merging);
    expect(history.past.length).toBe(2);
  });

  it('never merges an addition with the move after it', () => {
    const added: Step = { before: null, after: { id: 'a', at: 0 }, index: 0 };
    expect(record(record(emptyHistory<Step>(), added, drag(0)), move(0, 1), drag(1)).past.length).toBe(2);
  });

  it('never merges into a step that was undone and redone', () => {
    const once = undo(record(emptyHistory<Step>(), move(0, 1), drag(0)));
    const again = once === null ? null : redo(once.history);
    expect(again === null ? null : record(again.history, move(1, 2), drag(1)).past.length).toBe(2);
  });

  it('forgets what was undone once something else is done', () => {
    const undone = undo(record(emptyHistory<Step>(), move(0, 1)));
    expect(undone?.history.future.length).toBe(1);
    expect(undone === null ? null : redo(record(undone.history, move(0, 9)))).toBeNull();
  });

  it('has nothing to undo or redo when empty, and forgets the oldest when long', () => {
    expect([undo(emptyHistory()), redo(emptyHistory())]).toEqual([null, null]);
    let history = emptyHistory<number>();
    for (let step = 0; step < MAXIMUM_STEPS + 3; step++) history = record(history, step);
    expect([history.past.length, history.past[0]?.step]).toEqual([MAXIMUM_STEPS, 3]);
  });

  it('drops the steps of a closed study', () => {
    const undone = undo([1, 2, 3].reduce((history, step) => record(history, step), emptyHistory<number>()));
    const kept = undone === null ? null : retain(undone.history, (step) => step !== 1);
    expect([kept?.past.map(({ step }) => step), kept?.future.map(({ step }) => step)]).toEqual([[2], [3]]);
  });

  it('any walk of do, undo and redo shows the state it should', () => {
    const walk = fc.array(fc.oneof(fc.constant('undo'), fc.constant('redo'), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(walk, (steps) => {
        // Against a plain list of states with a cursor.
        let history: UndoHistory<Step> = emptyHistory();
        let items: readonly Item[] = [{ id: 'a', at: 0 }];
        let states = [items];
        let cursor = 0;
        for (const [index, step] of steps.entries()) {
          if (step === 'undo' || step === 'redo') {
            const result = step === 'undo' ? undo(history) : redo(history);
            const expected = step === 'undo' ? cursor - 1 : cursor + 1;
            expect(result === null).toBe(states[expected] === undefined);
            if (result === null) continue;
            history = result.history;
            items = applyChange(items, step === 'undo' ? invertChange(result.step) : result.step);
            cursor = expected;
          } else if (typeof step === 'number') {
            const change = move(items[0]?.at ?? 0, step);
            items = applyChange(items, change);
            history = record(history, change, drag(index * 10 * MERGE_WINDOW));
            states = [...states.slice(0, cursor + 1), items];
            cursor += 1;
          }
          expect(items).toEqual(states[cursor]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
