import { z } from 'zod';
import type { Settings } from '../../domain/settings';
import type { RecordTable } from '../record-tables';
import type { SettingsRow } from '../schema';

/** What the user set. Defaults and `config.json` are laid underneath by the application. */
export interface SettingsStore {
  /** Never fails: what cannot be read, or is not a setting this version knows, counts as not set. */
  load(): Promise<Partial<Settings>>;
  /** @throws AppError `storage-quota`, `storage-unavailable`. */
  save(patch: Partial<Settings>): Promise<void>;
}

const FIELDS = {
  language: z.enum(['fr', 'en']),
  keymap: z.enum(['ihe-weasis', 'ohif', 'off']),
  invertWindowDrag: z.boolean(),
  idlePurgeMinutes: z.number().int().min(0).max(1440),
} satisfies { readonly [Key in keyof Settings]: z.ZodType<Settings[Key]> };

export function settingsStore(table: RecordTable<SettingsRow, 'settings'>): SettingsStore {
  const load = async (): Promise<Partial<Settings>> => {
    try {
      return knownSettings((await table.get('settings'))?.value);
    } catch {
      return {};
    }
  };
  let saving: Promise<unknown> = Promise.resolve();
  return {
    load,
    save: (patch) => {
      // One after the other: two quick patches must not overwrite each other.
      const saved = saving.then(async () => {
        await table.put({ key: 'settings', value: { ...(await load()), ...patch } });
      });
      saving = saved.catch(() => undefined);
      return saved;
    },
  };
}

/** Field by field, so that one spoilt value does not take the others with it. */
function knownSettings(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) return {};
  const fields = value as Readonly<Record<string, unknown>>;
  const known = Object.entries(FIELDS).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(fields[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return Object.fromEntries(known);
}
