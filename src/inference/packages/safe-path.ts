/** Whether a path stays inside the folder it is relative to, whatever the system: no `..`, drive letter or backslash. */
export function isSafePath(value: string): boolean {
  if (/[\\:\0]/.test(value) || value.startsWith('/')) return false;
  return value.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
