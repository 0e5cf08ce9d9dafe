export function findChromium(): Promise<string>;
export const CHROMIUM_FLAGS: readonly string[];
export const WEBGPU_FLAGS: readonly string[];
