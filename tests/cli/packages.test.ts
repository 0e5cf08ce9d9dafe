import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packModel } from '../../src/cli/pack-model';
import { signModel } from '../../src/cli/sign-model';
import { generateSigningKey } from '../../src/cli/signing-key';
import { verifyModel } from '../../src/cli/verify-model';
import { packed, tinyPackage } from '../inference/fixtures/tiny-package';

let root = '';
let count = 0;
let folder = '';
let key = '';
const at = (name: string): string => join(root, name);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'diaphane-packages-'));
  key = at('key.pem');
  await generateSigningKey(key);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  folder = at(`package-${String(count++)}`);
  for (const [path, blob] of packed(tinyPackage())) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), new Uint8Array(await blob.arrayBuffer()));
  }
});

const verdict = async (model: string, trust: string | null = null): Promise<Record<string, unknown>> =>
  JSON.parse((await verifyModel(model, trust)).line) as Record<string, unknown>;

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('pack', () => {
  it('gives the same bytes each time, of the listed files alone', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'not listed');
    expect(await packModel(folder, at('a.mdpkg'), false)).toMatch(/^packed tiny 1\.0\.0: 5 files, \d+ bytes, /);
    await packModel(folder, at('b.mdpkg'), false);
    expect(readFileSync(at('a.mdpkg')).equals(readFileSync(at('b.mdpkg')))).toBe(true);
    expect(await verdict(at('a.mdpkg'))).toMatchObject({ id: 'tiny', trust: 'unsigned', publisher: null });
  });

  it('refuses what the manifest does not describe, and fills it in when asked to', async () => {
    writeFileSync(join(folder, 'card.md'), '# Another card\n');
    await expect(packModel(folder, at('c.mdpkg'), false)).rejects.toMatchObject({ code: 'package-hash-mismatch' });
    await packModel(folder, at('c.mdpkg'), true);
    expect(await verdict(at('c.mdpkg'))).toMatchObject({ trust: 'unsigned' });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    delete manifest['files'];
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await packModel(folder, at('d.mdpkg'), true);
    expect(readFileSync(at('c.mdpkg')).length).toBeGreaterThan(0);
    expect((await verdict(at('d.mdpkg')))['files']).toHaveLength(4);
  });
});

describe('verify names the cause in one line', () => {
  it.each([
    ['no JSON', '{\n ', /^the trust list .+ is not JSON: \S.+$/],
    ['a key without its id', '[{"name": "Labo X"}]', /\[0\]\.key_id: missing, expected string$/],
    ['no key', '[{"name": "X", "key_id": "x", "public_key": "x"}]', /\[0\]\.public_key: expected 32 bytes in base64$/],
    ['a configuration without publishers', '{"language": "fr"}', /: publishers: missing, expected array$/],
    ['no list at all', '5', /: expected \[\{"name", "key_id", "public_key"\}\], or a config\.json with such a list/],
  ])('of a trust list that is %s', async (_name, text, message) => {
    writeFileSync(at('list.json'), text);
    const failure = verifyModel(folder, at('list.json'));
    await expect(failure).rejects.toMatchObject({ code: 'config-invalid', message: expect.stringMatching(message) as string });
  });

  it('of a package that is not there', async () => {
    await expect(verifyModel(at('nowhere'), null)).rejects.toMatchObject({
      code: 'read-failed',
      message: `there is no package ${at('nowhere')}: no such file or folder`,
    });
  });
});

describe('sign and verify', () => {
  it('a folder in place, then a file of it; known once its key is trusted', async () => {
    const signed = await signModel({ model: folder, key, keyId: 'labx-2026', out: null });
    expect(signed).toMatchObject({ id: 'tiny', version: '1.0.0', key_id: 'labx-2026' });
    await packModel(folder, at('signed.mdpkg'), false);
    expect(await verdict(at('signed.mdpkg'))).toMatchObject({ trust: 'unknown', key_id: 'labx-2026', fingerprint: signed.fingerprint });
    const trust = [{ name: 'Labo X', key_id: 'labx-2026', public_key: signed.public_key }];
    writeFileSync(at('trust.json'), JSON.stringify(trust));
    expect(await verdict(folder, at('trust.json'))).toMatchObject({ trust: 'known', publisher: 'Labo X' });
    writeFileSync(at('config.json'), JSON.stringify({ language: 'fr', publishers: trust }));
    expect(await verdict(at('signed.mdpkg'), at('config.json'))).toMatchObject({ trust: 'known' });
    writeFileSync(at('wrong.json'), '[{"name": "x"}]');
    await expect(verifyModel(folder, at('wrong.json'))).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('one file into another, again with another key (JWK)', async () => {
    await packModel(folder, at('e.mdpkg'), false);
    await signModel({ model: at('e.mdpkg'), key, keyId: 'first', out: at('f.mdpkg') });
    expect(await verdict(at('e.mdpkg'))).toMatchObject({ trust: 'unsigned' });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(at('key.jwk'), JSON.stringify(privateKey.export({ format: 'jwk' })));
    await signModel({ model: at('f.mdpkg'), key: at('key.jwk'), keyId: 'second', out: null });
    expect(await verdict(at('f.mdpkg'))).toMatchObject({ trust: 'unknown', key_id: 'second' });
  });

  it.each([
    ['network.onnx', 'tampered', 'mismatch'],
    ['card.md', 'tampered', 'mismatch'],
    ['tests/input.npy', 'tampered', 'mismatch'],
  ])('one bit of %s: %s', async (path, trust, state) => {
    await signModel({ model: folder, key, keyId: 'k', out: null });
    flip(join(folder, path), 3);
    const { intact, line } = await verifyModel(folder, null);
    expect(intact).toBe(false);
    const found = JSON.parse(line) as { trust: string; files: { path: string; state: string }[] };
    expect(found.trust).toBe(trust);
    expect(found.files.filter((file) => file.state !== 'ok')).toEqual([{ path, state }]);
  });

  it.each(['manifest.json', 'manifest.sig'])('one bit of %s: tampered', async (path) => {
    await signModel({ model: folder, key, keyId: 'k', out: null });
    flip(join(folder, path), 40);
    expect(await verifyModel(folder, null)).toMatchObject({ intact: false, line: expect.stringContaining('"trust":"tampered"') as string });
  });

  it('a missing file is named', async () => {
    rmSync(join(folder, 'card.md'));
    expect((await verdict(folder))['files']).toContainEqual({ path: 'card.md', state: 'missing' });
  });

  it('keys are for their owner alone, never written over, and known for what they are', async () => {
    expect(statSync(key).mode & 0o077).toBe(0);
    await expect(generateSigningKey(key)).rejects.toMatchObject({ code: 'export-failed' });
    writeFileSync(at('not-a-key'), 'hello');
    await expect(signModel({ model: folder, key: at('not-a-key'), keyId: 'k', out: null })).rejects.toMatchObject({ code: 'usage' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(at('rsa.pem'), rsa);
    await expect(signModel({ model: folder, key: at('rsa.pem'), keyId: 'k', out: null })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('as a user runs it', () => {
  async function model(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    try {
      const cwd = new URL('../../', import.meta.url).pathname;
      const { stdout, stderr } = await promisify(execFile)('npm', ['run', '--silent', 'model', '--', ...words], { cwd });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }

  it('pack, check and verify have exit codes and one line each', async () => {
    expect(await model('pack', folder, '--out', at('z.mdpkg'))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^packed tiny .*\n$/) as string,
    });
    expect(await model('check', at('z.mdpkg'))).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok tiny .*\n$/) as string });
    expect((await model('verify', at('z.mdpkg'))).code).toBe(0);
    flip(join(folder, 'card.md'), 2);
    const bad = await model('verify', folder);
    expect([bad.code, bad.stdout.trim().split('\n').length]).toEqual([1, 1]);
    const nothing = await model('pack', at('nowhere'), '--out', at('y.mdpkg'));
    expect([nothing.code, nothing.stdout, nothing.stderr.trim().split('\n').length]).toEqual([1, '', 1]);
    expect((await model('sign', folder)).code).toBe(2);
  });
});
