import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/build';
import { headersFile, htaccess, nginx, webConfig } from '../../scripts/header-snippets';
import { CONTENT_SECURITY_POLICY, META_POLICY, POLICY, SECURITY_HEADERS } from '../../src/app/service-worker/headers';

const TABLE = Object.fromEntries(SECURITY_HEADERS);

function collect(text: string, line: RegExp): Record<string, string>[] {
  const found: Record<string, string>[] = [{}];
  for (const match of text.matchAll(line)) {
    const [, name = '', value = ''] = match;
    const last = found.at(-1) ?? {};
    if (name in last) found.push({ [name]: value });
    else last[name] = value;
  }
  return found;
}

const security = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Cache-Control'));

describe('the snippets for other servers carry the header table', () => {
  it('_headers', () => {
    const [all] = headersFile().split('\n\n');
    expect(security(collect(all ?? '', /^ {2}([\w-]+): (.*)$/gm)[0] ?? {})).toEqual(TABLE);
  });

  it('.htaccess', () => {
    expect(collect(htaccess(), /Header always set ([\w-]+) "(.*)"/g)).toEqual([TABLE]);
  });

  it('web.config', () => {
    const read = collect(webConfig(), /<add name="([\w-]+)" value="(.*)" \/>/g)[0] ?? {};
    const plain = Object.entries(read).map(([name, value]) => [name, value.replace(/&quot;/g, '"').replace(/&amp;/g, '&')]);
    expect(Object.fromEntries(plain)).toEqual(TABLE);
  });

  it('nginx, in both locations', () => {
    const locations = collect(nginx(), /add_header ([\w-]+) "(.*)" always;/g);
    expect(locations.map(security)).toEqual([TABLE, TABLE]);
  });

  it('no value needs quoting that the formats do not do', () => {
    for (const [, value] of SECURITY_HEADERS) expect(value).not.toMatch(/["\n\\$%]/);
  });
});

describe('the policy', () => {
  it('never allows eval, another origin or inline script', () => {
    for (const [directive, values] of Object.entries(POLICY))
      for (const value of values) {
        expect(value, directive).not.toMatch(/^'unsafe-eval'$|^https?:|^wss?:|\*/);
        if (directive === 'script-src' || directive === 'default-src') expect(value).not.toBe("'unsafe-inline'");
      }
    expect(POLICY['default-src']).toEqual(["'none'"]);
  });

  it('is the same in the meta element, but for what a meta element cannot carry', () => {
    expect(CONTENT_SECURITY_POLICY.replace(/frame-ancestors 'none'; /, '')).toBe(META_POLICY);
  });

  it('is explained, each directive and header, in docs/security.md', () => {
    const text = readFileSync(join(PROJECT_ROOT, 'docs/security.md'), 'utf8');
    for (const name of [...Object.keys(POLICY), ...Object.keys(TABLE)]) expect(text).toContain(`\`${name}`);
  });
});
