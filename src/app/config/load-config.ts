import { AppError, toAppError } from '../../domain/errors';
import { configSchema, type AppConfig } from './config-schema';

export type { AppConfig } from './config-schema';

export interface LoadedConfig {
  /** Empty where the file is absent or wrong: the app's own defaults hold. */
  readonly config: AppConfig;
  /** `config-invalid`, for one notice; null when all is well. */
  readonly problem: AppError | null;
}

const CONFIG_URL = './config.json';
const MAXIMUM_BYTES = 65_536;

export function parseConfig(text: string): LoadedConfig {
  try {
    if (text.length > MAXIMUM_BYTES) throw new AppError('config-invalid', 'config.json is too large');
    const parsed = configSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { config: parsed.data, problem: null };
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    return { config: {}, problem: new AppError('config-invalid', `config.json: ${issue?.message ?? 'invalid'}`, { field }) };
  } catch (error) {
    const problem = error instanceof SyntaxError ? new AppError('config-invalid', 'config.json is not JSON') : toAppError(error);
    return { config: {}, problem };
  }
}

/** Reads the administrator's settings, of the same origin. Never throws. */
export async function loadConfig(): Promise<LoadedConfig> {
  try {
    const response = await fetch(CONFIG_URL, { cache: 'no-cache', credentials: 'same-origin' });
    return response.ok ? parseConfig(await response.text()) : { config: {}, problem: null };
  } catch {
    return { config: {}, problem: null };
  }
}
