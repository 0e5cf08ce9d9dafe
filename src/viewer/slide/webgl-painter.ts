import { AppError } from '../../domain/errors';
import { applyAffine } from '../../domain/geometry/view-transform';
import { stainSplit } from '../../domain/kernels/slide/stain-view';
import type { SlideTile } from '../../domain/slide';
import type { Box } from '../../domain/units';
import type { PaintedLayer, TilePainter, TileScene } from './tile-painter';
import { TileTextures, type TileTexture } from './tile-textures';
import { FRAGMENT, MODES, VERTEX } from './webgl-shaders';

const UNIFORMS = [
  'u_corners',
  'u_texture',
  'u_tile',
  'u_table',
  'u_mode',
  'u_mapped',
  'u_tableSize',
  'u_stained',
  'u_stainAmount',
  'u_stainDensity',
  'u_look',
  'u_inverted',
  'u_channel',
  'u_plain',
  'u_range',
] as const;
type Uniforms = Readonly<Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>>;

const FAILED_COLOUR = [0.75, 0.25, 0.2] as const;

function compile(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type);
  if (shader === null) throw new AppError('webgl-unavailable', 'no shader');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true)
    throw new AppError('webgl-unavailable', `shader: ${gl.getShaderInfoLog(shader) ?? ''}`);
  return shader;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTEX));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, FRAGMENT));
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true)
    throw new AppError('webgl-unavailable', `program: ${gl.getProgramInfoLog(program) ?? ''}`);
  return program;
}

/** Draws tiles on the graphics card, with a context of its own. */
export class WebGlPainter implements TilePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  readonly #textures: TileTextures;
  readonly #onLost: () => void;

  /**
   * @param onLost the graphics context is gone; the painter is of no more use
   * @throws AppError `webgl-unavailable`
   */
  constructor(canvas: HTMLCanvasElement, onLost: () => void) {
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: false });
    if (gl === null) throw new AppError('webgl-unavailable', 'no WebGL2 for slides');
    this.#canvas = canvas;
    this.#gl = gl;
    this.#onLost = onLost;
    const program = link(gl);
    gl.useProgram(program);
    this.#uniforms = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)])) as Uniforms;
    gl.uniform1i(this.#uniforms.u_tile, 0);
    gl.uniform1i(this.#uniforms.u_table, 1);
    this.#textures = new TileTextures(gl);
    canvas.addEventListener('webglcontextlost', this.#lost);
  }

  begin(): void {
    this.#textures.begin();
  }

  prepare(key: string, tile: SlideTile, part: { readonly columns: number; readonly rows: number }): boolean {
    return this.#textures.prepare(key, tile, part);
  }

  draw(scene: TileScene): void {
    const gl = this.#gl;
    const { size, ratio, layers } = scene;
    const width = Math.max(1, Math.round(size.width * ratio));
    const height = Math.max(1, Math.round(size.height * ratio));
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    gl.viewport(0, 0, width, height);
    gl.disable(gl.BLEND);
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.#look(scene);
    const sum = layers.length > 1;
    this.#plain(scene, scene.slide, sum ? [0, 0, 0] : scene.background.map((value) => value / 255));
    layers.forEach((layer, i) => {
      if (i === 1) {
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE);
      }
      this.#layer(scene, layer, sum);
    });
    gl.disable(gl.BLEND);
    gl.uniform1i(this.#uniforms.u_mode, MODES.failed);
    gl.uniform3fv(this.#uniforms.u_plain, FAILED_COLOUR);
    for (const box of scene.failed) this.#quad(scene, box, null, null);
  }

  clear(): void {
    this.#textures.clear();
    this.#gl.clearColor(0, 0, 0, 1);
    this.#gl.clear(this.#gl.COLOR_BUFFER_BIT);
  }

  dispose(): void {
    this.#canvas.removeEventListener('webglcontextlost', this.#lost);
    // Browsers allow few contexts at a time, and free them late by themselves.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
    this.#canvas.remove();
  }

  #look({ look, colours, inverted }: TileScene): void {
    const gl = this.#gl;
    const split = stainSplit(look.stain);
    gl.uniform3f(this.#uniforms.u_look, look.brightness, look.contrast, 1 / look.gamma);
    gl.uniform1i(this.#uniforms.u_inverted, inverted ? 1 : 0);
    gl.uniform1i(this.#uniforms.u_stained, split === null ? 0 : 1);
    if (split !== null) {
      gl.uniform3fv(this.#uniforms.u_stainAmount, split.amount);
      gl.uniform3fv(this.#uniforms.u_stainDensity, split.density);
    }
    gl.activeTexture(gl.TEXTURE1);
    this.#textures.bindTable(colours);
    gl.activeTexture(gl.TEXTURE0);
    gl.uniform1i(this.#uniforms.u_mapped, colours === null ? 0 : 1);
    gl.uniform1f(this.#uniforms.u_tableSize, colours?.size ?? 1);
  }

  #plain(scene: TileScene, box: Box, colour: readonly number[]): void {
    const gl = this.#gl;
    gl.uniform1i(this.#uniforms.u_channel, scene.layers.length > 1 ? 1 : 0);
    gl.uniform1i(this.#uniforms.u_mode, MODES.plain);
    gl.uniform3fv(this.#uniforms.u_plain, colour);
    this.#quad(scene, box, null, null);
  }

  #layer(scene: TileScene, { channel, patches }: PaintedLayer, sum: boolean): void {
    const gl = this.#gl;
    gl.uniform1i(this.#uniforms.u_channel, sum ? 1 : 0);
    if (channel !== null) {
      gl.uniform3fv(
        this.#uniforms.u_plain,
        channel.colour.map((value) => value / 255),
      );
      gl.uniform2f(this.#uniforms.u_range, channel.minimum, channel.maximum);
    }
    for (const { key, source, target } of patches) {
      const texture = this.#textures.get(key);
      if (texture === null) continue;
      gl.uniform1i(this.#uniforms.u_mode, MODES[texture.kind]);
      // A tile drawn much smaller than it is has to be averaged, or fine structures flicker.
      const scale = (target.width / source.width) * Math.hypot(scene.affine[0], scene.affine[1]) * scene.ratio;
      this.#textures.bind(texture, scale, scene.interpolated);
      this.#quad(scene, target, source, texture);
    }
  }

  #quad({ affine, size }: TileScene, target: Box, source: Box | null, texture: TileTexture | null): void {
    const gl = this.#gl;
    const corners: number[] = [];
    const within: number[] = [];
    for (const [right, down] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const at = applyAffine(affine, { x: target.x + right * target.width, y: target.y + down * target.height });
      corners.push((2 * at.x) / size.width - 1, 1 - (2 * at.y) / size.height);
      if (source === null || texture === null) within.push(0, 0);
      else within.push((source.x + right * source.width) / texture.columns, (source.y + down * source.height) / texture.rows);
    }
    gl.uniform2fv(this.#uniforms.u_corners, corners);
    gl.uniform2fv(this.#uniforms.u_texture, within);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  readonly #lost = (event: Event): void => {
    event.preventDefault();
    this.#onLost();
  };
}
