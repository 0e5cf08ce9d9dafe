const NARROW = '\u202f';
const NO_BREAK = '\u00a0';

/** French spacing: narrow no-break space before `; ? ! %` and inside quotes, no-break space before `:`. */
export function frenchSpacing(text: string): string {
  return text
    .replace(/ (?=[;?!%»])/g, NARROW)
    .replace(/« /g, `«${NARROW}`)
    .replace(/ (?=:(?:\s|$))/g, NO_BREAK);
}
