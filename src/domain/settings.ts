export type Language = 'fr' | 'en';
export type Keymap = 'ihe-weasis' | 'ohif' | 'off';

/** Persisted settings (never patient data). */
export interface Settings {
  readonly language: Language;
  readonly keymap: Keymap;
  /** Reverses the vertical direction of window/level dragging. */
  readonly invertWindowDrag: boolean;
  /** Minutes without a gesture before the screen locks and studies are purged; 0 off. */
  readonly idlePurgeMinutes: number;
}

/** What holds where neither the user nor `config.json` says otherwise. */
export const DEFAULT_SETTINGS: Settings = { language: 'fr', keymap: 'ihe-weasis', invertWindowDrag: false, idlePurgeMinutes: 0 };
