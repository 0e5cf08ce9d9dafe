/** What a package may ask of a machine before anything is run. Above any of these it is refused. */
export const PACKAGE_LIMITS = {
  manifestBytes: 256 * 1024,
  jsonDepth: 12,
  steps: 64,
  networks: 8,
  /** Of one output. Whole-body label maps have some hundred, classifiers of everyday things a thousand. */
  labels: 4096,
  files: 256,
  /** Bytes of all files together. */
  totalBytes: 2 * 1024 ** 3,
  /** Bytes of all test vectors together. */
  testBytes: 20 * 1024 ** 2,
  /** Entries of a one-file package, folders and what the manifest does not list included. */
  archiveEntries: 1024,
  /** Parts of one path. */
  pathDepth: 12,
  /** Unpacked : packed bytes allowed to an entry that unpacks to more than `inflateGrace`. Weights hardly compress. */
  inflateRatio: 200,
  /** Sparse test vectors compress beyond any ratio, but are small. */
  inflateGrace: 24 * 1024 ** 2,
} as const;

/** What an ONNX file may declare. */
export const ONNX_LIMITS = {
  nodes: 100_000,
  /** Depth of graphs inside If, Loop and Scan. */
  graphDepth: 8,
  /** Elements of any one value: beyond them it does not fit into the 4 GiB of a WASM memory. */
  elements: 2 ** 30,
  /** Turns of a Loop, of nested ones together. */
  loopTurns: 1_000_000,
  /** Dimensions of one tensor. */
  rank: 16,
} as const;

/** The one major version of the manifest this app reads. */
export const FORMAT_MAJOR = 1;
export const MANIFEST_PATH = 'manifest.json';
/** Detached signature over the manifest; not listed in it. */
export const SIGNATURE_PATH = 'manifest.sig';
