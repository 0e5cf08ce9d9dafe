import { AppError } from '../../../../domain/errors';
import type { RunContext } from '../../step';

/** A package file as UTF-8 text. @throws AppError `package-malformed` where it is not. */
export async function packageText(context: RunContext, path: string): Promise<string> {
  const bytes = await context.file(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('package-malformed', `${path} is not UTF-8`, { path }, { cause });
  }
}

/** Path of a package file, as in the manifest's `files`. */
export const PACKAGE_PATH = /^(?!\/)(?!.*\.\.)[\w\-./]{1,200}$/;
