/** A quadrilateral by its corners in clip space, worked out in double precision: neighbours share theirs to the bit. */
export const VERTEX = `#version 300 es
uniform vec2 u_corners[4];
uniform vec2 u_texture[4];
out vec2 v_texture;
void main() {
  v_texture = u_texture[gl_VertexID];
  gl_Position = vec4(u_corners[gl_VertexID], 0.0, 1.0);
}`;

/** What a quadrilateral is filled with. */
export const MODES = { colour: 0, grey8: 1, grey16: 2, plain: 3, failed: 4 } as const;

/** The same arithmetic as `pixel-look.ts`, which draws without a graphics card. */
export const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
in vec2 v_texture;
out vec4 o_colour;
uniform sampler2D u_tile;
uniform sampler3D u_table;
uniform int u_mode;
uniform bool u_mapped;
uniform float u_tableSize;
uniform bool u_stained;
uniform vec3 u_stainAmount;
uniform vec3 u_stainDensity;
uniform vec3 u_look;
uniform bool u_inverted;
uniform bool u_channel;
uniform vec3 u_plain;
uniform vec2 u_range;

vec3 looked(vec3 colour) {
  vec3 shifted = clamp((colour - 0.5) * u_look.y + 0.5 + u_look.x, 0.0, 1.0);
  vec3 curved = pow(shifted, vec3(u_look.z));
  return u_inverted ? 1.0 - curved : curved;
}

void main() {
  if (u_mode == ${String(MODES.plain)}) {
    o_colour = vec4(u_channel ? u_plain : looked(u_plain), 1.0);
    return;
  }
  if (u_mode == ${String(MODES.failed)}) {
    if (mod(gl_FragCoord.x + gl_FragCoord.y, 16.0) < 8.0) discard;
    o_colour = vec4(u_plain, 1.0);
    return;
  }
  vec4 texel = texture(u_tile, v_texture);
  if (u_mode != ${String(MODES.colour)}) {
    // 16 bits lie in two bytes, high first; both interpolate, and so does what they make.
    float stored = u_mode == ${String(MODES.grey8)} ? texel.r * 255.0 : (texel.r * 256.0 + texel.g) * 255.0;
    float part = clamp((stored - u_range.x) / max(u_range.y - u_range.x, 1e-6), 0.0, 1.0);
    o_colour = vec4(u_channel ? u_plain * pow(part, u_look.z) : looked(u_plain * part), 1.0);
    return;
  }
  vec3 colour = texel.rgb;
  if (u_mapped) colour = texture(u_table, (colour * (u_tableSize - 1.0) + 0.5) / u_tableSize).rgb;
  if (u_stained) {
    float amount = dot(u_stainAmount, -log(max(colour, vec3(1e-3))));
    colour = min(exp(-max(amount, 0.0) * u_stainDensity), vec3(1.0));
  }
  o_colour = vec4(looked(colour), 1.0);
}`;
