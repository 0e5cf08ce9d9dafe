import type { LabelOverlay } from '../../domain/label-overlay';
import type { ViewerHost } from '../viewer-host';

/** Label maps on screen, whoever brought them: files laid over a volume, answers of models. */
export class ShownOverlays {
  readonly #bySource = new Map<'opened' | 'answers', readonly LabelOverlay[]>();

  constructor(private readonly viewer: Pick<ViewerHost, 'setLabelOverlays'>) {}

  set(source: 'opened' | 'answers', overlays: readonly LabelOverlay[]): void {
    if ((this.#bySource.get(source) ?? []).length === 0 && overlays.length === 0) return;
    this.#bySource.set(source, overlays);
    this.viewer.setLabelOverlays([...(this.#bySource.get('opened') ?? []), ...(this.#bySource.get('answers') ?? [])]);
  }
}
