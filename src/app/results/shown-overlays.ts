import type { LabelOverlay } from '../../domain/label-overlay';
import type { ViewerHost } from '../viewer-host';

/** From the bottom to the top. */
const SOURCES = ['opened', 'answers', 'outlined'] as const;
type OverlaySource = (typeof SOURCES)[number];

/** Label maps on screen, whoever brought them: files laid over a volume, answers of models, the border of a region. */
export class ShownOverlays {
  readonly #bySource = new Map<OverlaySource, readonly LabelOverlay[]>();

  constructor(private readonly viewer: Pick<ViewerHost, 'setLabelOverlays'>) {}

  set(source: OverlaySource, overlays: readonly LabelOverlay[]): void {
    if ((this.#bySource.get(source) ?? []).length === 0 && overlays.length === 0) return;
    this.#bySource.set(source, overlays);
    this.viewer.setLabelOverlays(SOURCES.flatMap((one) => this.#bySource.get(one) ?? []));
  }
}
