import { cropRegion, spacingOf } from '../../domain/gallery/crop-region';
import type { SeriesId } from '../../domain/ids';
import type { SlideLook } from '../../domain/slide-view';
import type { Commands } from '../app';
import type { Stores } from '../context';
import { VIEWPORT_IDS } from '../stores/initial-state';
import type { ViewerHost } from '../viewer-host';

type GalleryCommands = Pick<Commands, 'setGallery' | 'crop'>;

export function createGalleryCommands(
  { session, view }: Pick<Stores, 'session' | 'view'>,
  viewer: Pick<ViewerHost, 'load'>,
): GalleryCommands {
  /** As the slide is looked at in the active viewport, or in another; null where it hangs in none. */
  const lookOf = (series: SeriesId): SlideLook | null => {
    const { viewports, active } = view.getState();
    const shown = [active, ...VIEWPORT_IDS].find((id) => viewports[id].series === series && viewports[id].slide !== null);
    return shown === undefined ? null : (viewports[shown].slide?.look ?? null);
  };
  return {
    setGallery(patch) {
      view.setState((state) => ({ gallery: { ...state.gallery, ...patch } }));
    },
    async crop({ series: id, evidence }, scale, pixels, signal) {
      const series = session.getState().series.find((one) => one.id === id);
      const frame = series?.frames.find(
        ({ instance, frameNumber }) => instance === evidence.instance && frameNumber === evidence.frameNumber,
      );
      if (series === undefined || frame === undefined) return null;
      const region = cropRegion(evidence, scale, spacingOf(series, evidence));
      const loaded = await viewer.load();
      return loaded.crop(series, frame, { region, pixels, look: lookOf(id) }, signal);
    },
  };
}
