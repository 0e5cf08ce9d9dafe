import { AppError } from '../../domain/errors';

const NAMES: readonly (readonly [millimetres: number, ...names: readonly string[]])[] = [
  [1e-6, 'nm', 'nanometer', 'nanometre'],
  [1e-3, 'um', 'µm', 'μm', 'micron', 'micrometer', 'micrometre'],
  [1, 'mm', 'millimeter', 'millimetre'],
  [10, 'cm', 'centimeter', 'centimetre'],
  [1000, 'm', 'meter', 'metre'],
  // A unit that is left open is mm, as every reader takes it.
  [1, '', '?', '???'],
];
const MILLIMETRES = new Map(NAMES.flatMap(([millimetres, ...names]) => names.map((name) => [name, millimetres] as const)));

/**
 * Millimetres of a unit of length by its name in a text header (bytes as characters: `µ` of UTF-8 comes as two).
 * @throws AppError `volume-variant-unsupported` where it is no length that is known.
 */
export function millimetresPer(unit: string): number {
  const name = unit.trim().toLowerCase().replace('â\u00b5', 'µ').replace('î¼', 'µ');
  const found = MILLIMETRES.get(name) ?? MILLIMETRES.get(name.replace(/s$/u, ''));
  if (found === undefined)
    throw new AppError('volume-variant-unsupported', 'a volume measured in an unknown unit', { unit: name.slice(0, 20) });
  return found;
}
