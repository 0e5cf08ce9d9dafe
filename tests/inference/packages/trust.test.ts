import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWeaker, trustOf } from '../../../src/domain/trust';
import { compareVersions } from '../../../src/domain/version';
import { filesFromBlobs, type PackageBlobs } from '../../../src/inference/packages/package-files';
import { readPackage } from '../../../src/inference/packages/read-package';
import { fromBase64, toBase64 } from '../../../src/inference/packages/trust/base64';
import { canonicalBytes } from '../../../src/inference/packages/trust/canonical-json';
import { verifyEd25519, verifyPortably } from '../../../src/inference/packages/trust/ed25519';
import { packed, tinyPackage } from '../fixtures/tiny-package';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'));
const canonical = (value: unknown): string => new TextDecoder().decode(canonicalBytes(value));

describe('canonical JSON (RFC 8785)', () => {
  it('is that of the example in 3.2.2 and 3.2.4', () => {
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown;
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts by UTF-16 code units, as the example in 3.2.3', () => {
    const value = JSON.parse(
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    ) as Record<string, string>;
    const order = [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ];
    expect(Object.values(JSON.parse(canonical(value)) as Record<string, string>).sort()).toEqual([...order].sort());
    const text = canonical(value);
    expect(order.map((name) => text.indexOf(name))).toEqual(order.map((name) => text.indexOf(name)).sort((a, b) => a - b));
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
  ])('writes the double %s of Appendix B as %s', (bits, expected) => {
    expect(canonical(new DataView(hex(bits).buffer).getFloat64(0))).toBe(expected);
  });

  it('has no words for what is not Unicode', () => {
    expect(() => canonicalBytes({ a: '\ud800' })).toThrow(expect.objectContaining({ code: 'package-malformed' }) as Error);
  });
});

/** RFC 8032, 7.1: public key, message, signature. */
const VECTORS = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe.each([
  ['native', verifyEd25519],
  ['portable', verifyPortably],
] as const)('Ed25519, %s', (_, verify) => {
  it.each(VECTORS)('verifies the key %s and nothing like it', async (key, message, signature) => {
    expect(await verify(hex(signature), hex(message), hex(key))).toBe(true);
    expect(await verify(hex(signature), hex(`${message}00`), hex(key))).toBe(false);
    for (const at of [0, 31, 32, 63]) {
      const altered = hex(signature);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await verify(altered, hex(message), hex(key))).toBe(false);
    }
    expect(await verify(hex(signature), hex(message), new Uint8Array(32))).toBe(false);
    expect(await verify(new Uint8Array(63), hex(message), hex(key))).toBe(false);
  });
});

function signedPackage(keyId = 'labx-2026', key: KeyObject = generateKeyPairSync('ed25519').privateKey): Map<string, Blob> {
  const parts = tinyPackage();
  const manifest = { ...parts.manifest, publisher: { name: 'Labo X', key_id: keyId } };
  const { x = '' } = key.export({ format: 'jwk' });
  const signature = {
    alg: 'Ed25519',
    key_id: keyId,
    public_key: Buffer.from(x, 'base64url').toString('base64'),
    signature: toBase64(sign(null, canonicalBytes(manifest), key)),
  };
  const files = new Map(packed({ ...parts, manifest }));
  return files
    .set('manifest.json', new Blob([JSON.stringify(manifest, null, 1)]))
    .set('manifest.sig', new Blob([JSON.stringify(signature)]));
}

async function refusal(files: PackageBlobs): Promise<string> {
  try {
    await readPackage(filesFromBlobs(files));
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
  return 'read';
}

async function flipped(files: PackageBlobs, path: string, bit: number): Promise<PackageBlobs> {
  const bytes = new Uint8Array((await files.get(path)?.arrayBuffer()) ?? new ArrayBuffer(0));
  const at = bit >> 3;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  return new Map(files).set(path, new Blob([bytes]));
}

describe('a signed package', () => {
  it('says by whom; the trust store says what that is worth', async () => {
    const { signature } = await readPackage(filesFromBlobs(signedPackage()));
    expect(signature).toMatchObject({ keyId: 'labx-2026', fingerprint: expect.stringMatching(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/) as string });
    const key = { name: 'Laboratoire X', keyId: 'labx', publicKey: signature?.publicKey ?? '', origin: 'configured' } as const;
    expect(trustOf(signature, [key])).toMatchObject({ state: 'known', publisher: 'Laboratoire X' });
    expect(trustOf(signature, [{ ...key, publicKey: toBase64(new Uint8Array(32)) }])).toMatchObject({ state: 'unknown', publisher: null });
    const { signature: none } = await readPackage(filesFromBlobs(packed(tinyPackage())));
    expect(trustOf(none, [key]).state).toBe('unsigned');
  });

  it.each(['network.onnx', 'card.md', 'tests/input.npy', 'tests/detections.npy'])('one bit of %s: refused', async (path) => {
    const files = signedPackage();
    const bits = (files.get(path)?.size ?? 0) * 8;
    for (let i = 0; i < 8; i++)
      expect(await refusal(await flipped(files, path, Math.floor(((i + 0.5) / 8) * bits)))).toBe('package-hash-mismatch');
  });

  it('every bit of the manifest and of the signature: refused', async () => {
    const files = signedPackage();
    for (const path of ['manifest.json', 'manifest.sig']) {
      const bits = (files.get(path)?.size ?? 0) * 8;
      const missed: number[] = [];
      // All bits of the signature; of the manifest every seventh, so that each bit of a byte is met.
      for (let bit = 0; bit < bits; bit += path === 'manifest.sig' ? 1 : 7) {
        if ((await refusal(await flipped(files, path, bit))) !== 'package-tampered') missed.push(bit);
      }
      expect(missed).toEqual([]);
    }
  });

  it('the signature of another package, or of another key than named: refused', async () => {
    const files = signedPackage();
    const other = signedPackage('other-key');
    expect(await refusal(new Map(files).set('manifest.sig', other.get('manifest.sig') ?? new Blob()))).toBe('package-tampered');
    expect(await refusal(new Map(files).set('manifest.sig', new Blob(['{}'])))).toBe('package-tampered');
    expect(await refusal(new Map(files).set('manifest.sig', new Blob([new Uint8Array(100_000)])))).toBe('package-tampered');
  });

  it('indented otherwise is the same', async () => {
    const files = signedPackage();
    const manifest: unknown = JSON.parse((await files.get('manifest.json')?.text()) ?? '');
    expect(await refusal(new Map(files).set('manifest.json', new Blob([JSON.stringify(manifest, null, 8)])))).toBe('read');
  });
});

describe('what is told apart', () => {
  it('weaker trust', () => {
    const signature = { keyId: 'k', publicKey: 'A', fingerprint: '' };
    const known = { state: 'known', signature, publisher: 'X' } as const;
    const unsigned = { state: 'unsigned', signature: null, publisher: null } as const;
    const unknown = { state: 'unknown', signature: { ...signature, publicKey: 'B' }, publisher: null } as const;
    expect([isWeaker(unsigned, known), isWeaker(unknown, known), isWeaker(unsigned, unknown)]).toEqual([true, true, true]);
    expect([isWeaker(known, unsigned), isWeaker(known, known), isWeaker(unsigned, unsigned)]).toEqual([false, false, false]);
    expect(isWeaker({ ...unknown, signature }, unknown)).toBe(true);
  });

  it('versions, in the order of semver.org 11', () => {
    const order = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.10',
      '1.2.0',
      '10.0.0',
    ];
    for (const [i, a] of order.entries())
      for (const [j, b] of order.entries()) expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j));
    expect(compareVersions('1.0.0+build', '1.0.0')).toBe(0);
  });

  it('base64 written in any other way', () => {
    expect(fromBase64('AAE=')).toEqual(new Uint8Array([0, 1]));
    for (const text of ['AAF=', 'AAE', 'AA E', 'AAE==', '_-8=']) expect(fromBase64(text)).toBeNull();
  });
});
