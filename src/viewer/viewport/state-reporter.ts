/** Bundles state changes into one report per animation frame; in a hidden page, where there are none, per 100 ms. */
export class StateReporter {
  #frame: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly report: () => void) {}

  request(): void {
    if (this.#frame !== null || this.#timer !== null) return;
    if (document.hidden) this.#timer = setTimeout(this.#send, 100);
    else this.#frame = requestAnimationFrame(this.#send);
  }

  stop(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#frame = null;
    this.#timer = null;
  }

  readonly #send = (): void => {
    this.#frame = null;
    this.#timer = null;
    this.report();
  };
}
