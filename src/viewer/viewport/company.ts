import { linkedView } from '../../domain/geometry/linked-view';
import type { SlidePartner } from './slide-partners';
import type { ViewportView } from './viewport-view';

/** One viewport as the others see it. */
export interface Companion {
  readonly view: ViewportView;
  readonly company: Company;
  redraw(): void;
  drawOverlays(): void;
}

/** Who goes with whom; asked anew each time, for what hangs changes. */
export interface Companions {
  /** The other viewports with planes of the same volume. */
  linked(view: ViewportView): readonly Companion[];
  /** The other viewports with slides that are linked to the one here. */
  partners(view: ViewportView): readonly SlidePartner<Companion>[];
  /** The other viewports that share pan and zoom with this one. */
  together(view: ViewportView): readonly Companion[];
}

/** What one viewport does with those that it is tied to: planes share windows, slides their tissue, others pan and zoom. */
export class Company {
  readonly #own: Omit<Companion, 'company'>;
  readonly #others: Companions;

  constructor(own: Omit<Companion, 'company'>, others: Companions) {
    this.#own = own;
    this.#others = others;
  }

  /** The views that share pan and zoom with this one come to where it is, and linked slides lie as the one here. */
  lead(): void {
    const { view } = this.#own;
    const partners = this.#others.partners(view);
    for (const { place, follow } of partners) {
      follow();
      place.redraw();
    }
    // A link by tissue says more than one by the place on screen.
    for (const other of this.#others.together(view)) if (!partners.some(({ place }) => place === other)) other.company.#goAlong(view);
  }

  /** What has just been hung beside another takes that one's place and zoom. */
  join(): void {
    const { view } = this.#own;
    const [beside] = this.#others.together(view);
    if (beside !== undefined) this.#goAlong(beside.view);
    const [partner] = this.#others.partners(view);
    partner?.place.company.lead();
  }

  /** This plane was redrawn: the others share its window and inversion, and its line there may have moved. */
  share(): void {
    // What has no image yet has no window to share.
    if (this.#own.view.values === null) return;
    for (const other of this.#others.linked(this.#own.view)) other.company.#follow(this.#own.view);
  }

  #follow(leader: ViewportView): void {
    const { view } = this.#own;
    if (view.mode === leader.mode && view.inverted === leader.inverted) {
      this.#own.drawOverlays();
      return;
    }
    view.inverted = leader.inverted;
    view.setMode(leader.mode);
    this.#own.redraw();
  }

  /** Pan and zoom are those of another view, on this image. */
  #goAlong({ transform, grid, size, fitted }: ViewportView): void {
    const { view } = this.#own;
    if (grid === null || view.grid === null || size.width === 0 || view.size.width === 0) return;
    const next = linkedView({ transform, grid, size }, { transform: view.transform, grid: view.grid, size: view.size });
    view.fitted = fitted;
    if (next === null) return;
    view.transform = next;
    this.#own.redraw();
  }
}
