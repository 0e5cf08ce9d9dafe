import type { StoreApi } from 'zustand/vanilla';
import type { ErrorContext } from '../domain/errors';
import type { Settings } from '../domain/settings';
import type { ModelsState, Notice, PackagesState, ReviewState, SessionState, ShellState, ViewState } from './app';

/** The stores of one application; made in `createApp`, never module singletons, so that each test has its own. */
export interface Stores {
  readonly session: StoreApi<SessionState>;
  readonly view: StoreApi<ViewState>;
  readonly models: StoreApi<ModelsState>;
  readonly packages: StoreApi<PackagesState>;
  readonly review: StoreApi<ReviewState>;
  readonly settings: StoreApi<Settings>;
  readonly shell: StoreApi<ShellState>;
}

/** Surfaces one event to the user, exactly once. */
export type Notify = (level: Notice['level'], code: Notice['code'], context?: ErrorContext) => void;

/** Surfaces an error once; an abort is the user's own doing and is not shown. */
export type Report = (error: unknown) => void;
