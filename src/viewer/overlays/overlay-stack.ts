import type { Scene } from './scene';
import { FindingLayer } from './finding-layer';
import type { HandleEvents } from './measurement-layer';
import { MeasurementLayer } from './measurement-layer';

/** The layers over an image, bottom to top: finding boxes (canvas), measurements and handles (SVG). */
export class OverlayStack {
  readonly #findings = new FindingLayer();
  readonly #measurements: MeasurementLayer;
  readonly elements: readonly Element[];

  constructor(events: HandleEvents) {
    this.#measurements = new MeasurementLayer(events);
    this.elements = [this.#findings.element, this.#measurements.element];
  }

  /** @param scene null without an image: nothing is drawn */
  draw(scene: Scene | null): void {
    if (scene === null) {
      this.#findings.clear();
      this.#measurements.clear();
      return;
    }
    this.#findings.draw(scene);
    this.#measurements.draw(scene);
  }
}
