import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError, toAppError } from '../domain/errors';
import { trustOf, type PublisherKey, type Trust, type TrustState } from '../domain/trust';
import { publisherKeysSchema, toPublisherKeys } from '../app/config/publisher-keys';
import type { PackageFiles } from '../inference/packages/package-files';
import { readVerified } from '../inference/packages/package-files';
import { describeIssue, issueWords } from '../inference/packages/describe-issue';
import { readPackageHeader, type PackageHeader } from '../inference/packages/read-package';
import { openPackage } from './folder-package';

export interface VerifyOutcome {
  /** One JSON object. */
  readonly line: string;
  /** Neither altered nor damaged; says nothing of who signed it. */
  readonly intact: boolean;
}

type FileState = 'ok' | 'mismatch' | 'missing';

/**
 * Who signed a package, whether this machine knows them, and whether every file is the one that the manifest describes.
 * @throws AppError where the package or the trust list cannot be read at all.
 */
export async function verifyModel(model: string, trust: string | null): Promise<VerifyOutcome> {
  const keys = trust === null ? [] : await readTrustList(trust);
  const files = await openPackage(model);
  const header = await headerOf(files);
  if ('failure' in header) {
    const { code, message } = header.failure;
    const state: TrustState | null = code === 'package-tampered' ? 'tampered' : null;
    return { intact: false, line: JSON.stringify({ package: model, trust: state, error: { code, message } }) };
  }
  const { manifest, signature } = header;
  const states: { readonly path: string; readonly state: FileState }[] = [];
  for (const record of manifest.files) states.push({ path: record.path, state: await stateOf(files, record) });
  const intact = states.every(({ state }) => state === 'ok');
  const found: Trust = trustOf(signature, keys);
  return {
    intact,
    line: JSON.stringify({
      package: model,
      id: manifest.id,
      version: manifest.version,
      trust: intact ? found.state : 'tampered',
      publisher: found.publisher,
      key_id: signature?.keyId ?? null,
      public_key: signature?.publicKey ?? null,
      fingerprint: signature?.fingerprint ?? null,
      files: states,
    }),
  };
}

async function headerOf(files: PackageFiles): Promise<PackageHeader | { readonly failure: AppError }> {
  try {
    return await readPackageHeader(files, { sizes: false });
  } catch (error) {
    return { failure: toAppError(error) };
  }
}

async function stateOf(files: PackageFiles, record: Parameters<typeof readVerified>[1]): Promise<FileState> {
  try {
    await readVerified(files, record);
    return 'ok';
  } catch (error) {
    const { code } = toAppError(error);
    if (code === 'package-hash-mismatch') return 'mismatch';
    if (code === 'package-file-missing') return 'missing';
    throw error;
  }
}

/** A list of publishers, or a `config.json` that has one. */
const trustList = z.union([publisherKeysSchema, z.looseObject({ publishers: publisherKeysSchema })], {
  error: 'expected [{"name", "key_id", "public_key"}], or a config.json with such a list as "publishers"',
});

async function readTrustList(path: string): Promise<readonly PublisherKey[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('read-failed', `cannot read the trust list ${path}`, {}, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? `: ${cause.message.replace(/\s+/g, ' ')}` : '';
    throw new AppError('config-invalid', `the trust list ${path} is not JSON${reason}`, {}, { cause });
  }
  const list = trustList.safeParse(value, { error: issueWords });
  if (!list.success) throw new AppError('config-invalid', `the trust list ${path}: ${describeIssue(list.error, '', 'the whole')}`);
  return toPublisherKeys(Array.isArray(list.data) ? list.data : list.data.publishers, 'configured');
}
