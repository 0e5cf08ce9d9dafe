import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { describeIssue, issueWords } from './describe-issue';
import { sha256Hex, type PackageFiles } from './package-files';

import { isSafePath } from './safe-path';

const path = z.string().min(1).refine(isSafePath, 'expected a relative path');

/** The places of a manifest that name files; the rest is kept as it is. */
const schema = z.looseObject({
  documentation: path.optional(),
  covers: z.array(path).optional(),
  networks: z.array(z.looseObject({ weights: z.array(z.looseObject({ source: path })) })),
  tests: z.array(z.looseObject({ inputs: z.record(z.string(), path), expected: z.record(z.string(), path) })),
  files: z.array(z.looseObject({ path })).optional(),
});

/**
 * A manifest with size and SHA-256 of every file that it uses, for authors: `files` and `networks[].weights[]` are
 * rewritten, files listed already are kept, all else stands as it was written.
 * @throws AppError `package-schema`, `package-file-missing`, `read-failed`.
 */
export async function fillManifest(manifest: unknown, files: PackageFiles): Promise<unknown> {
  const parsed = schema.safeParse(manifest, { error: issueWords });
  if (!parsed.success) {
    const problem = describeIssue(parsed.error);
    throw new AppError('package-schema', problem, { problem });
  }
  const { data } = parsed;
  const used = [
    ...(data.files ?? []).map((file) => file.path),
    ...data.networks.flatMap(({ weights }) => weights.map(({ source }) => source)),
    ...data.tests.flatMap(({ inputs, expected }) => [...Object.values(inputs), ...Object.values(expected)]),
    ...(data.covers ?? []),
    ...(data.documentation === undefined ? [] : [data.documentation]),
  ];
  const records = new Map<string, { readonly size: number; readonly sha256: string }>();
  for (const name of new Set(used)) {
    const bytes = await files.read(name);
    records.set(name, { size: bytes.length, sha256: await sha256Hex(bytes) });
  }
  return {
    ...data,
    networks: data.networks.map((network) => ({
      ...network,
      weights: network.weights.map((weights) => ({ ...weights, ...records.get(weights.source) })),
    })),
    files: [...records].map(([name, record]) => ({ path: name, ...record })),
  };
}
