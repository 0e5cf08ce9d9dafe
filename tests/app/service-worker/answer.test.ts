import { describe, expect, it } from 'vitest';
import { refusal, reissue, routeOf } from '../../../src/app/service-worker/answer';
import { SECURITY_HEADERS } from '../../../src/app/service-worker/headers';

const SCOPE = 'https://hospital.example/tools/diaphane/';
const get = (path: string, mode = 'cors') => ({ url: new URL(path, SCOPE).href, method: 'GET', mode });

describe('the air gap', () => {
  it.each([
    [get('./', 'navigate'), { kind: 'store', path: 'index.html' }],
    [get('./?source=pwa', 'navigate'), { kind: 'store', path: 'index.html' }],
    [get('./assets/a.js'), { kind: 'store', path: 'assets/a.js' }],
    [get('./config.json'), { kind: 'config' }],
    [get('./packages/lung/manifest.json'), { kind: 'package', path: 'packages/lung/manifest.json' }],
    [get('./assets/a.js?patient=1'), { kind: 'refuse' }],
    [get('./packages/lung/manifest.json?x'), { kind: 'refuse' }],
    [get('/elsewhere'), { kind: 'refuse' }],
    [{ ...get('./index.html'), method: 'POST' }, { kind: 'refuse' }],
    [get('https://evil.example/'), { kind: 'foreign' }],
    [get('https://hospital.example:8443/tools/diaphane/'), { kind: 'foreign' }],
  ])('%j → %j', (request, route) => {
    expect(routeOf(request, SCOPE, ['packages/lung/'])).toEqual(route);
  });
});

describe('reissued answers', () => {
  it('carry the header table and nothing of the host', async () => {
    const hostile = new Response('body', {
      headers: { 'Content-Security-Policy': 'script-src *', 'Set-Cookie': 'a=b', 'X-Powered-By': 'x', 'Content-Type': 'text/html' },
    });
    const answer = reissue(hostile, 'assets/worker.js');
    expect(await answer.text()).toBe('body');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    for (const [name, value] of SECURITY_HEADERS) expect(answer.headers.get(name)).toBe(value);
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });

  it('refuse with 403', () => {
    expect(refusal().status).toBe(403);
    expect(refusal().headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
