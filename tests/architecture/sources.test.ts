import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAXIMUM_LINES } from './layers';

const ROOT = join(import.meta.dirname, '..', '..');

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|css|mjs)$/.test(name))
    .map((name) => join(folder, name));
}

const ALL = [...sources('src'), ...sources('scripts')];

describe('source files', () => {
  it.each(ALL)('%s is short and named for what it holds', (path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    expect(text.split('\n').length - 1, 'lines').toBeLessThanOrEqual(MAXIMUM_LINES);
    expect(path).not.toMatch(/(^|\/)(utils?|helpers?|misc|common)\.|Manager/i);
  });

  it('make no markup and no code from text, and silence no rule', () => {
    const sinks =
      /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|new Function|eslint-disable|@ts-ignore|@ts-nocheck)\b/;
    expect(ALL.filter((path) => sinks.test(readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
  });

  it('name no address outside the app, but for the name of the seal test and identifiers of standards', () => {
    const allowed = /https:\/\/sealed-test\.invalid|http:\/\/(www\.)?w3\.org|http:\/\/127\.0\.0\.1|https?:\/\/(localhost|example)/g;
    const naming = sources('src').filter((path) => {
      const code = readFileSync(join(ROOT, path), 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
        .replace(allowed, '');
      return /\b(https?|wss?):\/\/[a-z]/i.test(code);
    });
    expect(naming).toEqual([]);
  });

  it('give every worker its prelude before anything else', () => {
    const entries = sources('src/app/workers').filter((path) => path.endsWith('.entry.ts'));
    expect(entries.length).toBeGreaterThan(1);
    for (const path of entries) {
      const [first] = /^import .*$/m.exec(readFileSync(join(ROOT, path), 'utf8')) ?? [];
      expect(first, path).toBe("import './prelude';");
    }
    expect(/^import .*$/m.exec(readFileSync(join(ROOT, 'src/main.tsx'), 'utf8'))?.[0]).toBe("import './app/trusted-types';");
  });
});
