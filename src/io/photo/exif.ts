/** EXIF 2.32: tags of the first directory and of those it points to. */
const TAG = {
  orientation: 0x0112,
  artist: 0x013b,
  copyright: 0x8298,
  exifDirectory: 0x8769,
  gpsDirectory: 0x8825,
  windowsAuthor: 0x9c9d,
  cameraOwner: 0xa430,
} as const;
const NAMES: ReadonlySet<number> = new Set([TAG.artist, TAG.copyright, TAG.windowsAuthor, TAG.cameraOwner]);
const GPS_LATITUDE = 2;

/** What a TIFF-structured EXIF block says that matters here. */
export interface Exif {
  /** 1–8; 1 where absent or malformed. */
  readonly orientation: number;
  /** Says where the picture was taken. */
  readonly located: boolean;
  /** Names an author or an owner. */
  readonly named: boolean;
}

export const NO_EXIF: Exif = { orientation: 1, located: false, named: false };

/** Reads an EXIF block. What is malformed counts as absent; it never throws. */
export function readExif(bytes: Uint8Array): Exif {
  const directories = open(bytes);
  if (directories === null) return NO_EXIF;
  const first = directories.at(directories.start);
  const pointed = (tag: number): readonly Entry[] => {
    const pointer = first.find((entry) => entry.tag === tag);
    return pointer === undefined ? [] : directories.at(pointer.word);
  };
  const stated = first.find(({ tag }) => tag === TAG.orientation)?.short ?? 1;
  return {
    orientation: stated >= 1 && stated <= 8 ? stated : 1,
    located: pointed(TAG.gpsDirectory).some(({ tag }) => tag === GPS_LATITUDE),
    named: [...first, ...pointed(TAG.exifDirectory)].some((entry) => NAMES.has(entry.tag) && directories.filled(entry)),
  };
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Offset of its value field. */
  readonly at: number;
  /** The value field as one number of 16 and of 32 bits. */
  readonly short: number;
  readonly word: number;
}

interface Directories {
  readonly start: number;
  at(offset: number): readonly Entry[];
  /** A text that is more than blanks. */
  filled(entry: Entry): boolean;
}

function open(bytes: Uint8Array): Directories | null {
  if (bytes.byteLength < 14) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  return {
    start: view.getUint32(4, little),
    at(offset) {
      if (offset + 2 > bytes.byteLength) return [];
      const held = Math.floor((bytes.byteLength - offset - 2) / 12);
      return Array.from({ length: Math.min(view.getUint16(offset, little), held) }, (_, i) => {
        const at = offset + 2 + i * 12;
        return {
          tag: view.getUint16(at, little),
          type: view.getUint16(at + 2, little),
          count: view.getUint32(at + 4, little),
          at: at + 8,
          short: view.getUint16(at + 8, little),
          word: view.getUint32(at + 8, little),
        };
      });
    },
    filled({ count, at, word }) {
      const from = count <= 4 ? at : word;
      // Blanks and zeros are what cameras put where nothing was typed.
      return bytes.subarray(from, from + Math.min(count, 1000)).some((byte) => byte > 0x20);
    },
  };
}
