import { useEffect, useRef } from 'react';
import { FileText, Table } from 'lucide-react';
import type { DemoCaseId } from '../../app/app';
import { useCommands } from '../app-context';
import { SHIPPED_PICTURES } from './DemoPictures';
import styles from './Demos.module.css';

/** Device pixels of a side: sharp at 56 CSS pixels on a dense screen. */
const SIDE = 112;

/** What a case looks like: a drawing of the page, an icon of a document, or a small picture by the case's own generator. */
export function DemoPreview({ id }: { readonly id: DemoCaseId }) {
  if (id in SHIPPED_PICTURES) {
    const Picture = SHIPPED_PICTURES[id as keyof typeof SHIPPED_PICTURES];
    return <Picture />;
  }
  const Icon = DOCUMENT_ICONS[id];
  if (Icon !== undefined) {
    return (
      <span className={styles.document}>
        <Icon size={28} aria-hidden="true" />
      </span>
    );
  }
  return <DrawnPreview id={id} />;
}

const DOCUMENT_ICONS: Readonly<Partial<Record<DemoCaseId, typeof FileText>>> = {
  'aki-table': Table,
  'injury-notes': Table,
  'french-letter': FileText,
};

/** Drawn when it comes near the screen. */
function DrawnPreview({ id }: { readonly id: DemoCaseId }) {
  const commands = useCommands();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting !== true) return;
      observer.disconnect();
      // Without its picture a case is still offered by its words.
      void commands.demoPreview(id, SIDE).then(
        (thumbnail) => {
          if (thumbnail !== null) {
            element.getContext('2d')?.putImageData(new ImageData(thumbnail.rgba, thumbnail.side, thumbnail.side), 0, 0);
          }
        },
        () => undefined,
      );
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [commands, id]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} className={styles.picture} aria-hidden="true" />;
}
