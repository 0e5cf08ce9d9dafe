import { cellOf, type TableColumn } from '../../domain/table';
import type { Format } from '../i18n/format';
import type { Translate } from '../i18n/translate';

/** A cell as the language of the screen writes it; empty cells are empty. */
export function cellText(column: TableColumn, row: number, t: Translate, format: Format): string {
  const value = cellOf(column, row);
  if (value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'table.yes' : 'table.no');
  // Digits are data: no grouping, nothing rounded away.
  if (typeof value === 'number') return t.language === 'fr' ? String(value).replace('.', ',') : String(value);
  if (column.type !== 'date') return value;
  const [day = '', time = ''] = value.split('T');
  return time === '' ? format.date(day) : `${format.date(day)} ${time}`;
}

/** Columns that name a person rather than describe a case, by how registers call them in French and English. */
const IDENTIFYING =
  /^(?:nom|noms|prenom|prénom|name|first[ _]?name|last[ _]?name|surname|patient|patient[ _]?(?:id|name|nom)|ipp|nip|nir|nda|iep|mrn|ssn|ins|dob|ddn|date[ _](?:de[ _])?naissance|birth[ _]?date|date[ _]of[ _]birth|adresse|address|t[ée]l(?:[ée]phone)?|phone|e-?mail|courriel)\b/iu;

export function isIdentifying(column: TableColumn): boolean {
  return IDENTIFYING.test(column.name.trim());
}
