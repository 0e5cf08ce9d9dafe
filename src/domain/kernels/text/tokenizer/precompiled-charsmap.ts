import { utf8Bytes, utf8Text } from '../utf8';
import { decodeBase64 } from './base64';
import { AlignedBuilder, type AlignedText } from './aligned-text';

/**
 * SentencePiece's normalization table: a double-array trie (Darts) over UTF-8 bytes whose leaves point at zero-terminated
 * UTF-8 strings. Read as the `spm_precompiled` crate of Hugging Face tokenizers reads it: a grapheme shorter than six bytes
 * is looked up whole, else its characters one by one; what is not in the table stays.
 */
export function precompiledNormalizer(charsmap: string): (source: AlignedText) => AlignedText {
  const bytes = decodeBase64(charsmap);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const trieBytes = bytes.byteLength >= 4 ? view.getUint32(0, true) : 0;
  if (trieBytes % 4 !== 0 || 4 + trieBytes > bytes.byteLength) throw new RangeError('the normalization table is cut short');
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => view.getUint32(4 + i * 4, true));
  const strings = bytes.subarray(4 + trieBytes);
  const known = new Map<string, string | null>();

  const find = (chunk: string): string | null => {
    const index = firstPrefix(units, utf8Bytes(chunk));
    if (index === null) return null;
    const end = strings.indexOf(0, index);
    return utf8Text(strings.subarray(index, end < 0 ? undefined : end));
  };
  const lookup = (chunk: string): string | null => {
    const cached = known.get(chunk);
    if (cached !== undefined) return cached;
    const found = find(chunk);
    known.set(chunk, found);
    return found;
  };
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

  return (source) => {
    const builder = new AlignedBuilder(source);
    for (const { segment, index } of segmenter.segment(source.text)) {
      const whole = utf8Bytes(segment).length < 6 ? lookup(segment) : null;
      if (whole !== null) {
        builder.replace(index, index + segment.length, whole);
        continue;
      }
      let at = index;
      for (const char of segment) {
        builder.replace(at, at + char.length, lookup(char) ?? char);
        at += char.length;
      }
    }
    return builder.build();
  };
}

/** Value of the shortest key that the bytes begin with; null where there is none. */
function firstPrefix(units: Uint32Array, key: Uint8Array): number | null {
  let position = offsetOf(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return null;
    position ^= byte;
    const unit = units[position];
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return null;
    position ^= offsetOf(unit);
    if (((unit >>> 8) & 1) === 1) return (units[position] ?? 0) & 0x7fffffff;
  }
  return null;
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
