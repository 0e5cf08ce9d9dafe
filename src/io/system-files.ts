const NAMES = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', 'ehthumbs.db', '.localized', '.directory']);

/** Files an operating system leaves in folders and archives; nobody means to open them. */
export function isSystemFile(path: string): boolean {
  const parts = path.split('/');
  const name = (parts.at(-1) ?? '').toLowerCase();
  return NAMES.has(name) || name.startsWith('._') || parts.includes('__MACOSX');
}
