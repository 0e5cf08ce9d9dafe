import type { Pane, Picture } from '../viewport/pane';

/** Draws on the graphics card what fits into one of its textures, and larger images on a plain canvas. */
export class SizedPane implements Pane {
  #large: Pane | null = null;

  /** @param limit largest rows or columns of a texture; 0 where unknown */
  constructor(
    private readonly usual: Pane,
    private readonly openLarge: () => Pane,
    private readonly limit: number,
  ) {}

  async draw(picture: Picture): Promise<void> {
    const { rows, columns } = picture.values;
    if (this.limit > 0 && Math.max(rows, columns) > this.limit) {
      this.usual.hide();
      this.#large ??= this.openLarge();
      await this.#large.draw(picture);
      return;
    }
    this.#large?.hide();
    await this.usual.draw(picture);
  }

  hide(): void {
    this.#large?.hide();
    this.usual.hide();
  }

  async clear(): Promise<void> {
    await this.#large?.clear();
    await this.usual.clear();
  }
}
