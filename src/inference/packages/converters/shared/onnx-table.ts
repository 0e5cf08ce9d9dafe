import { ONNX_DTYPES } from '../../onnx/scan';
import type { DraftStep } from '../conversion';
import { conversionFailed } from './draft-network';
import { notMapped, type Unmapped } from './not-mapped';
import type { OnnxTask } from './onnx-task';

/** From a row of the source `table` to the register `fed`. */
export interface TableFeed {
  readonly channels: number;
  readonly sources: readonly Readonly<Record<string, unknown>>[];
  readonly steps: readonly DraftStep[];
  readonly inferer: Readonly<Record<string, unknown>>;
  readonly inPlace: false;
}

/**
 * @param columns names of the columns in the order of the network; undefined: `column_1` and so on, said to be missing.
 * @throws AppError `conversion-failed` where there are more or fewer names than the network has inputs.
 */
export function tableFeed({ input, channels }: OnnxTask, columns: readonly string[] | undefined, unmapped: Unmapped[]): TableFeed {
  const count = channels ?? 0;
  if (columns !== undefined && columns.length !== count)
    throw conversionFailed(`${String(columns.length)} column names for a network of ${String(count)} columns`);
  if (columns === undefined) unmapped.push(notMapped('columns', 'no-column-names', String(count)));
  unmapped.push(notMapped('preprocessing', 'empty-cells'));
  const names = columns ?? Array.from({ length: count }, (_, i) => `column_${String(i + 1)}`);
  const dtype = ONNX_DTYPES.get(input.elementType) === 'float64' ? 'float64' : 'float32';
  return {
    channels: count,
    sources: [{ id: 'table', kind: 'table', constraints: { columns: names.map((name) => ({ name, type: 'number' })) } }],
    steps: [{ step: 'ToTensor', in: 'table', out: 'fed', kwargs: { columns: names, dtype } }],
    inferer: { inferer: 'Simple' },
    inPlace: false,
  };
}
