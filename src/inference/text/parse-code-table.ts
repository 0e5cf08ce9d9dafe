import Papa from 'papaparse';
import { AppError } from '../../domain/errors';
import { CodeTable, type CodeEntry } from '../../domain/kernels/text/link-codes';

/** Rows of one table. */
const LIMIT = 500_000;

/**
 * A package's table of codes: UTF-8 CSV with the columns `term`, `code`, and where wanted `meaning`, `scheme`, `label`.
 * @param scheme of rows that name none
 * @throws AppError `package-schema`
 */
export function parseCodeTable(csv: string, scheme: string): CodeTable {
  const { data, errors, meta } = Papa.parse<Record<string, string | undefined>>(csv.replace(/^\ufeff/u, ''), {
    header: true,
    skipEmptyLines: true,
    delimiter: csv.slice(0, 1000).includes(';') && !csv.slice(0, csv.indexOf('\n')).includes(',') ? ';' : ',',
    transformHeader: (name) => name.trim().toLowerCase(),
  });
  const [error] = errors;
  if (error !== undefined) throw problem(`line ${String((error.row ?? 0) + 2)}: ${error.message}`);
  for (const needed of ['term', 'code']) if (meta.fields?.includes(needed) !== true) throw problem(`no column "${needed}"`);
  if (data.length > LIMIT) throw problem(`more than ${String(LIMIT)} rows`);
  const entries = data.map((row, i): CodeEntry => {
    const { term = '', code = '', meaning = '', label = '' } = row;
    if (term.trim() === '' || code.trim() === '') throw problem(`line ${String(i + 2)}: term or code is empty`);
    const named = row['scheme']?.trim() ?? '';
    return { term: term.trim(), code: code.trim(), meaning: meaning.trim(), label: label.trim(), scheme: named === '' ? scheme : named };
  });
  return new CodeTable(entries);
}

function problem(what: string): AppError {
  const message = `table of codes: ${what}`;
  return new AppError('package-schema', message, { problem: message });
}
