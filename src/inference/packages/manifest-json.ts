import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { PACKAGE_LIMITS } from './limits';

/** Depth of the nesting, found without recursion so that a hostile file cannot exhaust the stack. */
function nestingDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/** Asked before the manifest is read, and of what was read. @throws AppError `package-too-large`. */
export function checkManifestSize(bytes: number): void {
  if (bytes > PACKAGE_LIMITS.manifestBytes) {
    throw new AppError('package-too-large', `manifest.json is larger than ${String(PACKAGE_LIMITS.manifestBytes)} bytes`, { bytes });
  }
}

/** JSON of a package within the limits on size and depth. @throws AppError `package-malformed`, `package-too-large`. */
export function parseJson(bytes: Uint8Array): unknown {
  checkManifestSize(bytes.length);
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('package-malformed', 'manifest.json is not UTF-8', {}, { cause });
  }
  if (nestingDepth(json) > PACKAGE_LIMITS.jsonDepth) {
    throw new AppError('package-malformed', `manifest.json is nested deeper than ${String(PACKAGE_LIMITS.jsonDepth)} levels`);
  }
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new AppError('package-malformed', 'manifest.json is not valid JSON', {}, { cause });
  }
}

/** Whether these bytes claim to be a manifest of a model package, right or wrong. */
export function isManifest(bytes: Uint8Array): boolean {
  try {
    return z.object({ format_version: z.string(), networks: z.array(z.unknown()) }).safeParse(parseJson(bytes)).success;
  } catch {
    return false;
  }
}

/** Paths that a manifest lists, without judging the rest of it: what to unpack. None where it cannot be read at all. */
export function listedPaths(bytes: Uint8Array): readonly string[] {
  try {
    const { files } = z.object({ files: z.array(z.object({ path: z.string() })).max(PACKAGE_LIMITS.files) }).parse(parseJson(bytes));
    return [...new Set(files.map(({ path }) => path))];
  } catch {
    return [];
  }
}
