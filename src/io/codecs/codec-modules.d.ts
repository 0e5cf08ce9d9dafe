/** The codec packages ship no types. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: unknown;
  export { factory as default };
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: unknown;
  export { factory as default };
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: unknown;
  export { factory as default };
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: unknown;
  export { factory as default };
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  const factory: unknown;
  export { factory as default };
}
declare module '@cornerstonejs/codec-charls/decodewasm?url' {
  const url: string;
  export { url as default };
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url' {
  const url: string;
  export { url as default };
}
declare module '@cornerstonejs/codec-openjpeg/decodewasm?url' {
  const url: string;
  export { url as default };
}
declare module '@cornerstonejs/codec-openjph/wasm?url' {
  const url: string;
  export { url as default };
}
declare module '@cornerstonejs/codec-libjxl/decodewasm?url' {
  const url: string;
  export { url as default };
}
declare module '@jsquash/webp/codec/dec/webp_dec.js' {
  const factory: unknown;
  export { factory as default };
}
declare module '@jsquash/webp/codec/dec/webp_dec.wasm?url' {
  const url: string;
  export { url as default };
}
