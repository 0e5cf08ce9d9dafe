import type { StoreApi } from 'zustand/vanilla';
import { isAbort, toAppError } from '../domain/errors';
import type { ShellState } from './app';
import type { Notify, Report } from './context';

/** At most this many notices wait on screen; the oldest goes first. */
const KEPT = 5;

export function createNotices(shell: StoreApi<ShellState>): { notify: Notify; report: Report; dismiss: (id: number) => void } {
  let next = 1;
  const notify: Notify = (level, code, context = {}) => {
    const notice = { id: next++, level, code, context };
    shell.setState((state) => ({ notices: [...state.notices, notice].slice(-KEPT) }));
  };
  const report: Report = (error) => {
    if (isAbort(error)) return;
    const { code, context } = toAppError(error);
    notify('error', code, context);
  };
  const dismiss = (id: number): void => {
    shell.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
  };
  return { notify, report, dismiss };
}
