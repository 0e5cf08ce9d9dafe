/** `YYYYMMDD` (or the old `YYYY.MM.DD`) as `YYYY-MM-DD`; null when it is no date. */
export function isoDate(value: string): string | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})/u.exec(value);
  if (found === null) return null;
  const [, year = '', month = '', day = ''] = found;
  const valid = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  return valid ? `${year}-${month}-${day}` : null;
}

/** `HHMMSS.ffffff` (or the old `HH:MM:SS`) as seconds since midnight; null when it is no time. */
export function timeSeconds(value: string): number | null {
  const found = /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d{1,6})?)?/u.exec(value);
  if (found === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** `HH:MM:SS`, or null. */
export function clockTime(value: string): string | null {
  const found = /^(\d{2}):?(\d{2}):?(\d{2})?/u.exec(value);
  if (found === null) return null;
  const [, hours = '00', minutes = '00', seconds = '00'] = found;
  return `${hours}:${minutes}:${seconds}`;
}
