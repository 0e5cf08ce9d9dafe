import type { FileReportRow, FileStatus } from '../../domain/import-report';
import type { Translate } from '../i18n/translate';

/** What the report says of one file, without its name. */
export function reasonText(row: FileReportRow, t: Translate): string {
  if (row.reason === null) return row.status === 'opened' ? t('report.openedPlain') : t(`status.${row.status}`);
  const words = t.error(row.reason);
  return `${words.title}. ${words.advice}`;
}

/** Known image and archive endings only: anything else after the last dot could be part of a name. */
const ENDING = /\.(dcm|dicom|ima|zip|png|jpe?g|jfif|tiff?|bmp|gif|webp|pdf|txt|csv|xml|html?|json|nii|gz|svs|ndpi|mrxs|exe|dll|inf|ini)$/i;

/** The report as a table to paste into a message: row numbers, endings, states and reasons; never a name or a path. */
export function anonymousReport(rows: readonly FileReportRow[], t: Translate): string {
  const head = [t('report.column.row'), t('report.column.extension'), t('report.column.status'), t('report.column.reason'), 'code'];
  const lines = rows.map((row, index) => [
    String(index + 1),
    ENDING.exec(row.name)?.[1]?.toLowerCase() ?? '',
    t(`status.${row.status}`),
    reasonText(row, t),
    row.reason ?? '',
  ]);
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n');
}

export type StatusFilter = FileStatus | 'all';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Rows with the status whose name or reason holds the text, accents and case aside. */
export function filterRows(rows: readonly FileReportRow[], status: StatusFilter, text: string, t: Translate): readonly FileReportRow[] {
  const wanted = plain(text.trim());
  return rows.filter(
    (row) =>
      (status === 'all' || row.status === status) &&
      (wanted === '' || plain(`${row.name} ${row.reason ?? ''} ${reasonText(row, t)}`).includes(wanted)),
  );
}
