import { z } from 'zod';
import { publisherKeysSchema } from './publisher-keys';

/** A folder inside the app's own: relative, no climbing, no query. */
const packageFolder = z
  .string()
  .max(512)
  .regex(/^(?:\.\/)?(?!\/)(?!(?:.*\/)?\.\.?(?:\/|$))[\w\-./]+$/, 'a path relative to the app');

/**
 * What an administrator may set in `config.json` beside `index.html`. All optional; unknown names are refused so
 * that a typing error does not pass for a setting.
 */
export const configSchema = z.strictObject({
  language: z.enum(['fr', 'en']).optional(),
  /** Folders of model packages to install at the first start, beside those that come with the app. */
  packages: z.array(packageFolder).max(64).optional(),
  /** Publishers whose signed packages this workstation trusts. */
  publishers: publisherKeysSchema.optional(),
  /** Minutes without a gesture before the screen locks and the studies are purged; 0 off. */
  idlePurgeMinutes: z.number().int().min(0).max(1440).optional(),
  keymap: z.enum(['ihe-weasis', 'ohif', 'off']).optional(),
});

export type AppConfig = z.infer<typeof configSchema>;

/** Package folders as prefixes, ending in `/`. */
export function packagePrefixes(config: AppConfig): readonly string[] {
  return (config.packages ?? []).map((folder) => `${folder.replace(/^\.\//, '').replace(/\/+$/, '')}/`);
}
