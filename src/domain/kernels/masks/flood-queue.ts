/**
 * Binary heap of places to flood, lowest value first, then the oldest. `pop` leaves what it took in `index` and
 * `source`. Entries of equal value and age leave in the order of the classic sift (Python's `heapq`), so that floods
 * are the same everywhere.
 */
export class FloodQueue {
  index = 0;
  source = 0;
  #size = 0;
  #values = new Float64Array(1024);
  #ages = new Float64Array(1024);
  #indices = new Int32Array(1024);
  #sources = new Int32Array(1024);

  push(value: number, age: number, index: number, source: number): void {
    if (this.#size === this.#values.length) this.#grow();
    let child = this.#size++;
    this.#write(child, value, age, index, source);
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#before(child, parent)) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  /** False when nothing is left. */
  pop(): boolean {
    if (this.#size === 0) return false;
    this.index = this.#indices[0] ?? 0;
    this.source = this.#sources[0] ?? 0;
    this.#size--;
    this.#swap(0, this.#size);
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#size) return true;
      let smallest = this.#before(left, at) ? left : at;
      if (left + 1 < this.#size && this.#before(left + 1, smallest)) smallest = left + 1;
      if (smallest === at) return true;
      this.#swap(at, smallest);
      at = smallest;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#values[a] ?? 0;
    const right = this.#values[b] ?? 0;
    return left === right ? (this.#ages[a] ?? 0) < (this.#ages[b] ?? 0) : left < right;
  }

  #write(at: number, value: number, age: number, index: number, source: number): void {
    this.#values[at] = value;
    this.#ages[at] = age;
    this.#indices[at] = index;
    this.#sources[at] = source;
  }

  #swap(a: number, b: number): void {
    const value = this.#values[a] ?? 0;
    const age = this.#ages[a] ?? 0;
    const index = this.#indices[a] ?? 0;
    const source = this.#sources[a] ?? 0;
    this.#write(a, this.#values[b] ?? 0, this.#ages[b] ?? 0, this.#indices[b] ?? 0, this.#sources[b] ?? 0);
    this.#write(b, value, age, index, source);
  }

  #grow(): void {
    const widen = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    const length = this.#values.length * 2;
    this.#values = widen(this.#values, new Float64Array(length));
    this.#ages = widen(this.#ages, new Float64Array(length));
    this.#indices = widen(this.#indices, new Int32Array(length));
    this.#sources = widen(this.#sources, new Int32Array(length));
  }
}
