import { AppError } from '../../domain/errors';

/** Class number → label key. @throws AppError `inference-failed` for a class without label. */
export type LabelKeys = (id: number) => string;

export function labelKeys(labels: readonly { readonly id: number; readonly key: string }[]): LabelKeys {
  const keys = new Map(labels.map(({ id, key }) => [id, key]));
  return (id) => {
    const key = keys.get(id);
    if (key === undefined) throw new AppError('inference-failed', `the network answered class ${String(id)}, which has no label`);
    return key;
  };
}
