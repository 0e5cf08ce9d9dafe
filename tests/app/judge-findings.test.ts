import { describe, expect, it } from 'vitest';
import { createReviewCommands } from '../../src/app/commands/review';
import { EditHistory } from '../../src/app/edit-history';
import { findingId, instanceId, jobId, seriesId } from '../../src/domain/ids';
import { proposedFinding } from '../../src/domain/review/verdicts';
import { makeStores } from './support/stores';

const author = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: 'aa', provider: 'wasm' } as const;
const evidence = { kind: 'box', instance: instanceId('i'), frameNumber: 1, box: { x: 0, y: 0, width: 9, height: 9 } } as const;
const cell = (id: string, series = 's') => proposedFinding(findingId(id), seriesId(series), author, { label: 'RBC', score: 0.7, evidence });

function session() {
  const stores = makeStores();
  const history = new EditHistory(stores.review, stores.view, { set: () => undefined });
  const commands = createReviewCommands(stores, history, { reveal: () => undefined });
  stores.review.setState({ findings: ['a', 'b', 'c', 'd'].map((id) => cell(id)) });
  const stand = (): string[] => stores.review.getState().findings.map(({ label, status }) => `${label} ${status}`);
  return { stores, history, commands, stand };
}

describe('one verdict on several findings', () => {
  it('is one step of the history, and leaves what the model proposed', () => {
    const { stores, commands, stand } = session();
    commands.judge([findingId('b'), findingId('d')], { say: 'relabel', label: 'WBC' });
    expect(stand()).toEqual(['RBC proposed', 'WBC edited', 'RBC proposed', 'WBC edited']);
    expect(stores.review.getState().findings[1]?.proposal).toMatchObject({ label: 'RBC', score: 0.7 });
    commands.judge([findingId('a'), findingId('b')], { say: 'reject' });
    expect(stand()).toEqual(['RBC rejected', 'WBC rejected', 'RBC proposed', 'WBC edited']);
    commands.undo();
    commands.undo();
    expect(stand()).toEqual(Array.from({ length: 4 }, () => 'RBC proposed'));
    expect(stores.review.getState()).toMatchObject({ canUndo: false, canRedo: true, unexported: false });
    commands.redo();
    expect(stand()[3]).toBe('WBC edited');
  });

  it('that changes none is no step', () => {
    const { stores, commands } = session();
    commands.judge([findingId('a')], { say: 'relabel', label: 'RBC' });
    commands.judge([], { say: 'accept' });
    commands.judge([findingId('gone')], { say: 'accept' });
    expect(stores.review.getState().canUndo).toBe(false);
  });

  it('is taken back where findings have come before them meanwhile', () => {
    const { stores, commands, stand } = session();
    commands.judge([findingId('a'), findingId('d')], { say: 'accept' });
    stores.review.setState((state) => ({ findings: [cell('new'), ...state.findings.slice(1)] }));
    commands.undo();
    expect(stand()).toEqual(Array.from({ length: 4 }, () => 'RBC proposed'));
    stores.review.setState((state) => ({ findings: [cell('newer'), ...state.findings] }));
    commands.redo();
    expect(stand()).toEqual(['RBC proposed', 'RBC proposed', 'RBC proposed', 'RBC proposed', 'RBC accepted']);
  });

  it('is forgotten with any of the series it was on', () => {
    const { stores, history, commands } = session();
    stores.review.setState((state) => ({ findings: [...state.findings, cell('e', 'other')] }));
    commands.judge([findingId('a'), findingId('e')], { say: 'accept' });
    history.forget((series) => series === seriesId('other'));
    expect(stores.review.getState().canUndo).toBe(false);
  });
});
