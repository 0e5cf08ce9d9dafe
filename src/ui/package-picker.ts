import { createContext, useContext } from 'react';

/** Opens the file picker for models; the input itself is always in the page. */
export const PackagePickerContext = createContext<(() => void) | null>(null);

export function usePackagePicker(): () => void {
  const pick = useContext(PackagePickerContext);
  if (pick === null) throw new Error('no PackagePickerContext above');
  return pick;
}
