/** Calls `advance` at a steady rate, on animation frames; a slow machine shows fewer frames but keeps the tempo. */
export class CinePlayer {
  #handle: number | null = null;
  #due = 0;
  #period = 0;

  /** @param advance moves on by a number of frames; returns false when the next frame is not there yet */
  constructor(private readonly advance: (frames: number) => boolean) {}

  start(framesPerSecond: number): void {
    this.#period = 1000 / Math.min(Math.max(framesPerSecond, 0.5), 120);
    this.#due = performance.now() + this.#period;
    if (this.#handle === null) this.#handle = requestAnimationFrame(this.#tick);
  }

  stop(): void {
    if (this.#handle !== null) cancelAnimationFrame(this.#handle);
    this.#handle = null;
  }

  readonly #tick = (now: number): void => {
    this.#handle = requestAnimationFrame(this.#tick);
    if (now < this.#due) return;
    const frames = 1 + Math.floor((now - this.#due) / this.#period);
    // Waiting for a decode must not be made up for by a jump.
    if (this.advance(frames)) this.#due += frames * this.#period;
    else this.#due = now + this.#period;
  };
}
