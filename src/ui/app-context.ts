import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type {
  App,
  Commands,
  LiveState,
  ModelsState,
  PackagesState,
  PromptState,
  ReviewState,
  SessionState,
  Settings,
  ShellState,
  ViewState,
} from '../app/app';

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('no AppContext above');
  return app;
}

export const useCommands = (): Commands => useApp().commands;
// Selectors must give back stable values: anything built is made with useMemo in the component.
export const useSession = <T>(select: (state: SessionState) => T): T => useStore(useApp().session, select);
export const useView = <T>(select: (state: ViewState) => T): T => useStore(useApp().view, select);
export const useModels = <T>(select: (state: ModelsState) => T): T => useStore(useApp().models, select);
export const usePackages = <T>(select: (state: PackagesState) => T): T => useStore(useApp().packages, select);
export const useReview = <T>(select: (state: ReviewState) => T): T => useStore(useApp().review, select);
export const useLive = <T>(select: (state: LiveState) => T): T => useStore(useApp().live, select);
export const usePrompt = <T>(select: (state: PromptState) => T): T => useStore(useApp().prompt, select);
export const useSettings = <T>(select: (state: Settings) => T): T => useStore(useApp().settings, select);
export const useShell = <T>(select: (state: ShellState) => T): T => useStore(useApp().shell, select);
