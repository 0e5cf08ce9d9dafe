import type { Format } from './format';

/** UCUM codes that packages and findings use, as French and English readers write them alike; others show as they are. */
const SIGNS: Readonly<Record<string, string>> = {
  '1': '',
  mL: 'ml',
  mm2: 'mm²',
  mm3: 'mm³',
  cm2: 'cm²',
  cm3: 'cm³',
  um: 'µm',
  um2: 'µm²',
  '/mm2': '/mm²',
  'mm/mm2': 'mm/mm²',
  px2: 'px²',
  'px/px2': 'px/px²',
  deg: '°',
};

/** How a unit is written beside a number. @param unit UCUM code, or `px` */
export function unitSign(unit: string): string {
  return SIGNS[unit] ?? unit;
}

/** A volume or area with its unit: whole pixels, two decimals below 100, one below 1000, so that those of a list can be compared. */
export function amountText({ value, unit }: { readonly value: number; readonly unit: string }, format: Format): string {
  return `${format.fixed(value, unit === 'px' || value >= 1000 ? 0 : value < 100 ? 2 : 1)}\u00a0${unitSign(unit)}`;
}
