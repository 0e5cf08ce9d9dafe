import type { ColourTable } from '../../domain/kernels/slide/colour-table';
import type { SlideTile } from '../../domain/slide';

export interface TileTexture {
  readonly texture: WebGLTexture;
  readonly kind: 'colour' | 'grey8' | 'grey16';
  /** Of the part that lies on the slide. */
  readonly columns: number;
  readonly rows: number;
  readonly bytes: number;
  averaged: boolean;
  /** Number of the last picture it was drawn in. */
  used: number;
}

const BUDGET = 256 * 1024 * 1024;
/** Milliseconds a picture may spend on bringing tiles to the card; the rest come with the next one. */
const UPLOAD_MS = 6;
/** Device pixels a tile's pixel below which it is averaged. */
const AVERAGED_BELOW = 0.75;

/** Tiles in the memory of the graphics card, bounded in bytes; those of the present picture always stay. */
export class TileTextures {
  readonly #gl: WebGL2RenderingContext;
  readonly #held = new Map<string, TileTexture>();
  readonly #samplers: Readonly<Record<'linear' | 'nearest' | 'averaged', WebGLSampler | null>>;
  #bytes = 0;
  #picture = 0;
  #began = 0;
  #table: { readonly of: ColourTable; readonly texture: WebGLTexture } | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    const sampler = (smaller: number, larger: number): WebGLSampler => {
      const made = gl.createSampler();
      gl.samplerParameteri(made, gl.TEXTURE_MIN_FILTER, smaller);
      gl.samplerParameteri(made, gl.TEXTURE_MAG_FILTER, larger);
      gl.samplerParameteri(made, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.samplerParameteri(made, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      return made;
    };
    this.#samplers = {
      linear: sampler(gl.LINEAR, gl.LINEAR),
      nearest: sampler(gl.LINEAR, gl.NEAREST),
      averaged: sampler(gl.LINEAR_MIPMAP_LINEAR, gl.LINEAR),
    };
  }

  begin(): void {
    this.#picture += 1;
    this.#began = performance.now();
  }

  get(key: string): TileTexture | null {
    return this.#held.get(key) ?? null;
  }

  /** False where the time of this picture is used up: the tile comes with the next one. */
  prepare(key: string, tile: SlideTile, part: { readonly columns: number; readonly rows: number }): boolean {
    const held = this.#held.get(key);
    if (held !== undefined) {
      held.used = this.#picture;
      this.#held.delete(key);
      this.#held.set(key, held);
      return true;
    }
    if (performance.now() - this.#began > UPLOAD_MS) return false;
    const texture = this.#upload(tile, part);
    this.#held.set(key, texture);
    this.#bytes += texture.bytes;
    this.#trim();
    return true;
  }

  /** @param scale device pixels a pixel of the tile */
  bind(texture: TileTexture, scale: number, interpolated: boolean): void {
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D, texture.texture);
    const averaged = scale < AVERAGED_BELOW;
    if (averaged && !texture.averaged) {
      gl.generateMipmap(gl.TEXTURE_2D);
      texture.averaged = true;
    }
    gl.bindSampler(0, averaged ? this.#samplers.averaged : interpolated ? this.#samplers.linear : this.#samplers.nearest);
  }

  /** Binds a table of colours to the active unit. */
  bindTable(table: ColourTable | null): void {
    const gl = this.#gl;
    if (table === null) {
      gl.bindTexture(gl.TEXTURE_3D, null);
      return;
    }
    if (this.#table?.of === table) {
      gl.bindTexture(gl.TEXTURE_3D, this.#table.texture);
      return;
    }
    if (this.#table !== null) gl.deleteTexture(this.#table.texture);
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_3D, texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGB8, table.size, table.size, table.size, 0, gl.RGB, gl.UNSIGNED_BYTE, table.values);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_3D, name, gl.LINEAR);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R]) gl.texParameteri(gl.TEXTURE_3D, name, gl.CLAMP_TO_EDGE);
    this.#table = { of: table, texture };
  }

  clear(): void {
    for (const { texture } of this.#held.values()) this.#gl.deleteTexture(texture);
    this.#held.clear();
    this.#bytes = 0;
  }

  #upload(tile: SlideTile, { columns, rows }: { readonly columns: number; readonly rows: number }): TileTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, tile.columns);
    const { pixels, samplesPerPixel } = tile;
    const base = { texture, columns, rows, averaged: false, used: this.#picture };
    let made: TileTexture;
    if (samplesPerPixel === 3) {
      const bytes = pixels instanceof Uint8Array ? pixels : Uint8Array.from(pixels, (value) => value >> 8);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, columns, rows, 0, gl.RGB, gl.UNSIGNED_BYTE, bytes);
      // Cards hold three bytes in four, and a third more once averaged.
      made = { ...base, kind: 'colour', bytes: (columns * rows * 16) / 3 };
    } else if (pixels instanceof Uint8Array) {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, columns, rows, 0, gl.RED, gl.UNSIGNED_BYTE, pixels);
      made = { ...base, kind: 'grey8', bytes: (columns * rows * 4) / 3 };
    } else {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RG8, columns, rows, 0, gl.RG, gl.UNSIGNED_BYTE, highFirst(pixels));
      made = { ...base, kind: 'grey16', bytes: (columns * rows * 8) / 3 };
    }
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    return made;
  }

  #trim(): void {
    for (const [key, held] of this.#held) {
      if (this.#bytes <= BUDGET) return;
      if (held.used === this.#picture) continue;
      this.#gl.deleteTexture(held.texture);
      this.#held.delete(key);
      this.#bytes -= held.bytes;
    }
  }
}

function highFirst(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    bytes[i * 2] = value >> 8;
    bytes[i * 2 + 1] = value & 255;
  }
  return bytes;
}
