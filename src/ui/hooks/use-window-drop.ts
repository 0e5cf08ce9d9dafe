import { useEffect, useState } from 'react';
import { useCommands } from '../app-context';
import { filesOfTransfer } from './dropped-files';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

export interface WindowDrop {
  /** Files hover over the window. */
  readonly over: boolean;
  /** Files found so far while folders are walked; null when no walk is under way. */
  readonly collecting: number | null;
}

/** Takes files dropped anywhere on the window, and pasted ones. */
export function useWindowDrop(): WindowDrop {
  const commands = useCommands();
  const [over, setOver] = useState(false);
  const [collecting, setCollecting] = useState<number | null>(null);

  useEffect(() => {
    let depth = 0;
    const open = (transfer: DataTransfer): void => {
      setCollecting(0);
      void filesOfTransfer(transfer, setCollecting)
        .then((files) => (files.length === 0 ? undefined : commands.openFiles(files)))
        .finally(() => {
          setCollecting(null);
        });
    };
    const onEnter = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onLeave = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (event.dataTransfer === null || !holdsFiles(event)) return;
      // Without it the browser would leave the app to show the file.
      event.preventDefault();
      open(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (event.clipboardData?.types.includes('Files') !== true) return;
      event.preventDefault();
      open(event.clipboardData);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [commands]);

  return { over, collecting };
}
