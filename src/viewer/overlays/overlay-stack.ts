import type { Scene } from './scene';
import { CrosshairLayer } from './crosshair-layer';
import { LabelLayer } from './label-layer';
import { LinkLayer } from './link-layer';
import { FindingLayer } from './finding-layer';
import type { HandleEvents } from './measurement-layer';
import { MeasurementLayer } from './measurement-layer';
import { PromptLayer } from './prompt-layer';
import { RegionLayer } from './region-layer';

/** The layers over an image, bottom to top: label maps (canvas), lines of the other planes (SVG), finding boxes (canvas), the region in hand and the grid to count in (SVG), measurements and handles (SVG), places clicked for a model (SVG), marks and cursor of linked slides (SVG). */
export class OverlayStack {
  readonly #labels = new LabelLayer();
  readonly #crosshair = new CrosshairLayer();
  readonly #findings = new FindingLayer();
  readonly #regions = new RegionLayer();
  readonly #measurements: MeasurementLayer;
  readonly #prompt = new PromptLayer();
  readonly #link = new LinkLayer();
  readonly elements: readonly Element[];

  constructor(events: HandleEvents) {
    this.#measurements = new MeasurementLayer(events);
    this.elements = [
      this.#labels.element,
      this.#crosshair.element,
      this.#findings.element,
      this.#regions.element,
      this.#measurements.element,
      this.#prompt.element,
      this.#link.element,
    ];
  }

  /** @param scene null without an image: nothing is drawn */
  draw(scene: Scene | null): void {
    if (scene === null) {
      this.#labels.clear();
      this.#crosshair.clear();
      this.#findings.clear();
      this.#regions.clear();
      this.#measurements.clear();
      this.#prompt.clear();
      this.#link.clear();
      return;
    }
    this.#labels.draw(scene);
    this.#crosshair.draw(scene);
    this.#findings.draw(scene);
    this.#regions.draw(scene);
    this.#measurements.draw(scene);
    this.#prompt.draw(scene);
    this.#link.draw(scene);
  }
}
