import type { Plugin } from 'vite';
import { IMMUTABLE_FOLDER, MIME_TYPES, SECURITY_HEADERS } from '../src/app/service-worker/headers.ts';

/** Endings whose type older servers do not know. */
const UNCOMMON = ['mjs', 'wasm', 'onnx', 'webmanifest', 'npy', 'dcm'] as const;

const IMMUTABLE = 'public, max-age=31536000, immutable';

function typeOf(ending: string): string {
  return (MIME_TYPES[ending] ?? 'application/octet-stream').split(';', 1)[0] ?? '';
}

function xml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/** Netlify, Cloudflare Pages and the like. */
export function headersFile(): string {
  const lines = SECURITY_HEADERS.map(([name, value]) => `  ${name}: ${value}`);
  return [
    '/*',
    ...lines,
    '  Cache-Control: no-cache',
    '',
    `/${IMMUTABLE_FOLDER}*`,
    '  ! Cache-Control',
    `  Cache-Control: ${IMMUTABLE}`,
    '',
  ].join('\n');
}

/** Apache 2.4 with mod_headers; `AllowOverride FileInfo Options`. */
export function htaccess(): string {
  return [
    'Options -Indexes',
    'DirectoryIndex index.html',
    ...UNCOMMON.map((ending) => `AddType ${typeOf(ending)} .${ending}`),
    '<IfModule mod_headers.c>',
    ...SECURITY_HEADERS.map(([name, value]) => `  Header always set ${name} "${value}"`),
    '  Header set Cache-Control "no-cache"',
    `  <If "%{REQUEST_URI} =~ m#/${IMMUTABLE_FOLDER}#">`,
    `    Header set Cache-Control "${IMMUTABLE}"`,
    '  </If>',
    '</IfModule>',
    '',
  ].join('\n');
}

/** IIS 7 and later. */
export function webConfig(): string {
  const header = ([name, value]: readonly [string, string]): string => `        <add name="${name}" value="${xml(value)}" />`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<configuration>',
    '  <system.webServer>',
    '    <directoryBrowse enabled="false" />',
    '    <staticContent>',
    ...UNCOMMON.flatMap((ending) => [
      `      <remove fileExtension=".${ending}" />`,
      `      <mimeMap fileExtension=".${ending}" mimeType="${typeOf(ending)}" />`,
    ]),
    '      <clientCache cacheControlMode="DisableCache" />',
    '    </staticContent>',
    '    <httpProtocol>',
    '      <customHeaders>',
    '        <remove name="X-Powered-By" />',
    ...SECURITY_HEADERS.map(header),
    '      </customHeaders>',
    '    </httpProtocol>',
    '  </system.webServer>',
    `  <location path="${IMMUTABLE_FOLDER.slice(0, -1)}">`,
    '    <system.webServer>',
    '      <staticContent>',
    '        <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="365.00:00:00" />',
    '      </staticContent>',
    '    </system.webServer>',
    '  </location>',
    '</configuration>',
    '',
  ].join('\n');
}

/** To be included in a `server` block; `/diaphane/` and the root are the administrator's. */
export function nginx(): string {
  const headers = (indent: string): string[] => SECURITY_HEADERS.map(([name, value]) => `${indent}add_header ${name} "${value}" always;`);
  return [
    '# include inside a server { … } block; change /diaphane/ and the folder to yours.',
    'location /diaphane/ {',
    '  alias /srv/diaphane/;',
    '  index index.html;',
    '  autoindex off;',
    '  include mime.types;',
    `  types { ${UNCOMMON.map((ending) => `${typeOf(ending)} ${ending};`).join(' ')} }`,
    ...headers('  '),
    '  add_header Cache-Control "no-cache" always;',
    `  location /diaphane/${IMMUTABLE_FOLDER} {`,
    `    alias /srv/diaphane/${IMMUTABLE_FOLDER};`,
    '    # add_header is not inherited once a block has its own.',
    ...headers('    '),
    `    add_header Cache-Control "${IMMUTABLE}" always;`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Files for hosts that read their headers from the folder they serve. */
export const SNIPPETS: readonly { readonly fileName: string; readonly source: () => string }[] = [
  { fileName: '_headers', source: headersFile },
  { fileName: '.htaccess', source: htaccess },
  { fileName: 'web.config', source: webConfig },
  { fileName: 'nginx.conf', source: nginx },
];

export function headerSnippets(): Plugin {
  return {
    name: 'diaphane:header-snippets',
    apply: 'build',
    generateBundle() {
      for (const { fileName, source } of SNIPPETS) this.emitFile({ type: 'asset', fileName, source: source() });
    },
  };
}
