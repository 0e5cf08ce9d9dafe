/**
 * The one table of layers and of third-party code. ESLint's import zones and the dependency test are made from it.
 * A star: `domain` in the middle, siblings that never meet, `app` that composes them, `ui` that sees `app` only.
 */
export const LAYERS = {
  domain: [],
  io: ['domain'],
  inference: ['domain'],
  results: ['domain'],
  storage: ['domain'],
  viewer: ['domain'],
  specialties: ['domain'],
  app: ['domain', 'io', 'inference', 'results', 'storage', 'viewer', 'specialties'],
  ui: ['domain', 'app'],
  cli: ['domain', 'io', 'inference', 'results', 'app'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Layer = keyof typeof LAYERS;

export const LAYER_NAMES = Object.keys(LAYERS) as readonly Layer[];

/** Layers that `layer` must not import. */
export function forbiddenLayers(layer: Layer): readonly Layer[] {
  const allowed: readonly string[] = LAYERS[layer];
  return LAYER_NAMES.filter((name) => name !== layer && !allowed.includes(name));
}

export interface VendorRule {
  /** Regular expression over the package name. */
  readonly packages: string;
  /** Folders or files under `src/` that may import it. */
  readonly places: readonly string[];
}

/** Who may import which third-party package. What is not named here may be imported nowhere under `src/`. */
export const VENDORS: readonly VendorRule[] = [
  { packages: '@cornerstonejs/(core|tools|metadata)', places: ['viewer/'] },
  { packages: '@cornerstonejs/(dicom-image-loader|codec-[^/]+|jpeg-lossless-decoder-js)', places: ['io/'] },
  { packages: '@jsquash/webp|dicom-parser|geotiff|fflate|fzstd', places: ['io/'] },
  { packages: 'papaparse', places: ['io/table/', 'inference/text/'] },
  { packages: 'fast-png', places: ['io/', 'results/'] },
  { packages: 'onnxruntime-(web|common)', places: ['inference/runtime/'] },
  { packages: 'canonicalize|@noble/ed25519', places: ['inference/packages/trust/'] },
  { packages: 'dexie', places: ['storage/'] },
  { packages: 'marked', places: ['ui/kit/'] },
  { packages: 'react|react-dom|lucide-react|intl-messageformat', places: ['ui/', 'main.tsx'] },
  { packages: 'workbox-(core|precaching|routing)', places: ['app/service-worker/'] },
  { packages: 'workbox-window', places: ['app/offline/'] },
  { packages: 'zustand', places: ['app/', 'ui/'] },
  { packages: 'yaml', places: ['inference/packages/converters/'] },
  { packages: 'zod', places: ['app/', 'inference/', 'io/', 'results/', 'storage/', 'cli/'] },
];

/** Longest file that is still about one thing. */
export const MAXIMUM_LINES = 400;
