import { useEffect, useState, type RefObject } from 'react';
import type { SeriesId } from '../../domain/ids';
import { useCommands } from '../app-context';

/** Asks for a thumbnail once its place comes near the visible part of the strip; undefined until then, null when there is none. */
export function useThumbnail(series: SeriesId, place: RefObject<HTMLElement | null>): string | null | undefined {
  const commands = useCommands();
  const [url, setUrl] = useState<string | null | undefined>(undefined);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const asked = new AbortController();
    let made: string | null = null;
    const ask = async (): Promise<void> => {
      try {
        const answer = await commands.thumbnail(series, asked.signal);
        if (asked.signal.aborted) {
          if (answer !== null) URL.revokeObjectURL(answer);
          return;
        }
        made = answer;
        setUrl(answer);
      } catch {
        // Aborted, or not to be made: the series opens all the same.
        if (!asked.signal.aborted) setUrl(null);
      }
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        void ask();
      },
      { rootMargin: '120px' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      asked.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [commands, series, place]);

  return url;
}
