import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { describeIssue, issueWords } from './describe-issue';
import { FORMAT_MAJOR } from './limits';
import { parseJson } from './manifest-json';
import { manifestSchema, type ModelManifest } from './manifest-schema';

/**
 * Reads the bytes of `manifest.json`.
 * @throws AppError `package-malformed`, `package-too-large`, `package-version-unsupported`, `package-schema`.
 */
export function parseManifest(bytes: Uint8Array): ModelManifest {
  const value = parseJson(bytes);
  const version = z.object({ format_version: z.string() }).safeParse(value);
  if (!version.success) throw new AppError('package-schema', 'format_version: expected a version such as 1.0.0');
  const major = Number(/^(\d+)\./.exec(version.data.format_version)?.[1]);
  if (major !== FORMAT_MAJOR) {
    throw new AppError('package-version-unsupported', `format_version ${version.data.format_version} is not known to this app`, {
      version: version.data.format_version.slice(0, 32),
    });
  }
  const parsed = manifestSchema.safeParse(value, { error: issueWords });
  if (!parsed.success) {
    const message = describeIssue(parsed.error);
    throw new AppError('package-schema', message, { problem: message });
  }
  return parsed.data;
}
