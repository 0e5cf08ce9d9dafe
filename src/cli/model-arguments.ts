export type ModelCommand =
  | { readonly kind: 'check'; readonly model: string }
  | {
      readonly kind: 'run';
      readonly model: string;
      readonly inputs: readonly string[];
      /** Folder for result files. */
      readonly out: string | null;
      /** [row, column] mm, for images that state none. */
      readonly spacing: readonly [number, number] | null;
    };

export const USAGE = `usage: model -- check <package>
       model -- run <package> <input>… [--out <dir>] [--spacing <mm>[,<mm>]]

<package>  folder of a model package
<input>    image file, archive, DICOMDIR or folder: one line an image file, one a DICOM series, sorted by path
--out      folder for the files of results that have some (created where missing)
--spacing  pixel size in mm (row, column) for images that state none; sizes of findings are then in mm, else in px`;

/** Null on wrong use. */
export function parseModelArguments(words: readonly string[]): ModelCommand | null {
  const [command, ...rest] = words;
  const options = new Map<string, string>();
  const plain: string[] = [];
  let literal = false;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? '';
    if (literal || !word.startsWith('--')) plain.push(word);
    else if (word === '--') literal = true;
    else {
      const [name = '', inline] = word.split('=', 2);
      const value = inline ?? rest[++i];
      if ((name !== '--out' && name !== '--spacing') || value === undefined || options.has(name)) return null;
      options.set(name, value);
    }
  }
  const [model, ...inputs] = plain;
  if (model === undefined || model === '') return null;
  if (command === 'check') return inputs.length === 0 && options.size === 0 ? { kind: 'check', model } : null;
  if (command !== 'run' || inputs.length === 0 || inputs.includes('')) return null;
  const spacing = parseSpacing(options.get('--spacing'));
  if (spacing === undefined) return null;
  return { kind: 'run', model, inputs, out: options.get('--out') ?? null, spacing };
}

/** Undefined where it is not one or two positive numbers. */
function parseSpacing(text: string | undefined): readonly [number, number] | null | undefined {
  if (text === undefined) return null;
  const numbers = text.split(',').map(Number);
  const [row, column = row] = numbers;
  if (numbers.length > 2 || row === undefined || column === undefined) return undefined;
  return [row, column].every((mm) => Number.isFinite(mm) && mm > 0) ? [row, column] : undefined;
}
