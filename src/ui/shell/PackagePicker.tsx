import { useCallback, useRef, type ChangeEvent, type ReactNode } from 'react';
import { useCommands } from '../app-context';
import { filesOfInput } from '../hooks/dropped-files';
import { PackagePickerContext } from '../package-picker';

/** Only a filter of the picker: what a file is, its content decides. */
const ACCEPTED = '.mdpkg,.mdpkgs,.zip,.onnx,.yaml,.yml,.json';

/** The one input that models are imported by; buttons anywhere press it. */
export function PackagePicker({ children }: { readonly children: ReactNode }) {
  const commands = useCommands();
  const input = useRef<HTMLInputElement>(null);
  const pick = useCallback(() => input.current?.click(), []);
  const onChange = (event: ChangeEvent<HTMLInputElement>): void => {
    const { files } = event.target;
    if (files !== null && files.length > 0) void commands.importPackages(filesOfInput(files));
    // So that the same choice can be made again.
    event.target.value = '';
  };
  return (
    <PackagePickerContext value={pick}>
      {children}
      <input ref={input} type="file" multiple hidden accept={ACCEPTED} data-testid="package-import" onChange={onChange} />
    </PackagePickerContext>
  );
}
