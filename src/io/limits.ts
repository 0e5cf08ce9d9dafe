/** Bounds that keep hostile or broken input from hanging the app or eating its memory. Bytes unless named otherwise. */
const MIB = 1024 * 1024;

export const LIMITS = {
  /** First read of a file, and the step of every further one. */
  headerWindow: 64 * 1024,
  /** Sequence nesting; real files stay below 10. */
  nestingDepth: 256,
  /** Elements walked in one header, wanted or not. A 10,000-frame enhanced object has about 500,000. */
  headerElements: 2_000_000,
  /** One attribute value kept in memory (lookup tables are the largest wanted ones). */
  attributeValue: 8 * MIB,
  /** All attribute values kept from one header. */
  attributeTotal: 128 * MIB,
  /** Pixels of one frame: 32,767 × 32,767. */
  framePixels: 32_767 * 32_767,
  /** Decoded bytes of one frame. */
  frameBytes: 1024 * MIB,
  frames: 100_000,
  /** Of a slide: 100,000 × 100,000 pixels in tiles of 256 × 256, 50 focal planes. */
  slideFrames: 8_000_000,
  /** Items of one encapsulated pixel data element. */
  fragments: 8_000_000,
  /** Start of a compressed frame looked at when a file is opened. */
  codestreamHead: 8 * 1024,
  /** Pixels of a photo drawn in one piece; a larger one, or one with a longer side, is drawn by tiles, as a slide. */
  photoPixels: 64 * 1e6,
  /** The largest texture that graphics cards of the last ten years all take. */
  photoSide: 16_384,
  /** Decoded bytes of a photo. */
  photoBytes: 512 * MIB,
  /** A whole photo file read into memory. */
  photoFile: 512 * MIB,
  /** A deflated dataset once inflated. */
  deflatedDataset: 512 * MIB,
  /** A zip or gzip member once inflated. */
  archiveMember: 1024 * MIB,
  /** Samples of a volume file, all phases, stored or once inflated. */
  volumeBytes: 2048 * MIB,
  /** Text header of a MetaImage or NRRD file. */
  volumeHeader: 1 * MIB,
  /** Samples written as text. */
  volumeText: 256 * MIB,
  /** Phases of a 4-D volume shown as series of their own; of more, one series holds all. */
  volumeSeries: 40,
  /** Output : input allowed once more than `inflateGrace` has come out. */
  inflateRatio: 200,
  inflateGrace: 64 * MIB,
  archiveEntries: 20_000,
  /** Central directory of a zip, read whole; one of 20,000 members and long paths is a few MiB. */
  archiveDirectory: 64 * MIB,
  /** Archive in archive in archive. */
  archiveDepth: 3,
  directoryRecords: 100_000,
  /** A file of text read whole: a table, a report. */
  tableFile: 128 * MIB,
  textFile: 16 * MIB,
  /** Cells of one table kept in memory. */
  tableCells: 5_000_000,
  tableColumns: 20_000,
} as const;
