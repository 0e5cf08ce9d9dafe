import { memo, useEffect, useRef, useState } from 'react';
import type { ImageFinding } from '../../domain/finding';
import type { CropScale, RgbaImage } from '../../domain/gallery/crop-region';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import styles from './CellGallery.module.css';

/** Crops that are scrolled past quicker than this are not asked for, ms. */
const SETTLE = 40;

export interface CropPictureProps {
  readonly finding: ImageFinding;
  readonly scale: CropScale;
  /** CSS pixels of its side. */
  readonly size: number;
  /** How the slide is looked at; another one has the crop made anew. */
  readonly look: unknown;
}

/** What was found, cut out of its image: made once it stands still on screen, called off when it leaves. */
export const CropPicture = memo(function CropPicture({ finding, scale, size, look }: CropPictureProps) {
  const commands = useCommands();
  const t = useTranslate();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'waiting' | 'drawn' | 'failed'>('waiting');
  const { series, evidence } = finding;

  useEffect(() => {
    const asked = new AbortController();
    const ask = async (): Promise<void> => {
      const pixels = Math.round(size * Math.max(1, window.devicePixelRatio));
      try {
        const image = await commands.crop({ series, evidence }, scale, pixels, asked.signal);
        if (asked.signal.aborted) return;
        setState(image !== null && draw(canvas.current, image) ? 'drawn' : 'failed');
      } catch {
        // Called off: it is off the screen.
        if (!asked.signal.aborted) setState('failed');
      }
    };
    const timer = setTimeout(() => void ask(), SETTLE);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
    // A verdict makes another finding of it, but leaves its evidence and so its crop.
  }, [commands, series, evidence, scale, size, look]);

  return (
    <>
      <canvas ref={canvas} className={styles.picture} data-state={state} width={1} height={1} aria-hidden="true" />
      {state === 'failed' && <span className={styles.unreadable}>{t('gallery.unreadable')}</span>}
    </>
  );
});

function draw(canvas: HTMLCanvasElement | null, { columns, rows, rgba }: RgbaImage): boolean {
  const context = canvas?.getContext('2d') ?? null;
  if (canvas === null || context === null) return false;
  canvas.width = columns;
  canvas.height = rows;
  context.putImageData(new ImageData(rgba, columns, rows), 0, 0);
  return true;
}
