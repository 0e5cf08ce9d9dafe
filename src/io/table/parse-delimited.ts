import Papa from 'papaparse';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { LIMITS } from '../limits';
import { statedDelimiter, tableShape } from './delimiter';

/** Cells as written, by column; a cell that a short record lacks is empty. */
export interface RawTable {
  readonly columns: readonly (readonly string[])[];
  readonly rowCount: number;
  readonly truncated: boolean;
  /** What sets the cells apart. */
  readonly delimiter: string;
  /** Records differ in length, or a quote is where none may be. */
  readonly irregular: boolean;
}

/** Records between two signs of life. */
const BEAT = 2000;
/** What is looked at to find the delimiter. */
const HEAD = 64 * 1024;

/**
 * Delimited text (RFC 4180, and what is written in its name: `;`, tab or `|` between cells, `sep=` on the first line, empty
 * lines, records of unequal length). Quoted cells may hold delimiters, line ends and doubled quotes.
 * @param text line ends are `\n`, no byte-order mark
 * @throws AppError `table-malformed` where a quote is never closed: what follows would be swallowed; AbortError.
 */
export function parseDelimited(text: string, signal?: AbortLike): RawTable {
  const stated = statedDelimiter(text);
  const body = stated === null ? text : text.slice(stated.start);
  const delimiter = stated?.delimiter ?? tableShape(body.slice(0, HEAD), body.length <= HEAD)?.delimiter ?? ',';
  const columns: string[][] = [];
  let rowCount = 0;
  let width = 0;
  let cells = 0;
  let truncated = false;
  let irregular = false;
  Papa.parse<string[]>(body, {
    delimiter,
    skipEmptyLines: true,
    step: ({ data: record, errors }, parser) => {
      if (errors.some(({ code }) => code === 'MissingQuotes')) {
        throw new AppError('table-malformed', 'a quoted cell is never closed', { record: rowCount + 1 });
      }
      cells += Math.max(record.length, width);
      if (cells > LIMITS.tableCells || record.length > LIMITS.tableColumns) {
        truncated = true;
        parser.abort();
        return;
      }
      if (errors.length > 0 || (rowCount > 0 && record.length !== width)) irregular = true;
      width = Math.max(width, record.length);
      for (let i = 0; i < width; i++) (columns[i] ??= new Array<string>(rowCount).fill('')).push(record[i] ?? '');
      rowCount++;
      if (rowCount % BEAT === 0) throwIfAborted(signal);
    },
  });
  return { columns, rowCount, truncated, delimiter, irregular };
}
