import { useEffect, useState } from 'react';

const SHOWN_FOR = 2500;

/** Copies a text; `copied` holds for a moment afterwards. */
export function useCopy(): { readonly copied: boolean; copy(text: string): void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, SHOWN_FOR);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  return {
    copied,
    copy: (text) => {
      navigator.clipboard.writeText(text).then(
        () => {
          setCopied(true);
        },
        // Refused by the browser: the button simply does not say "copied".
        () => undefined,
      );
    },
  };
}
