/**
 * Bytes of a text file as text: by byte-order mark (UTF-8, UTF-16), else UTF-16 where every other byte is zero, else UTF-8
 * where it is valid, else Windows-1252 (what Windows programs in French and English write; a superset of ISO 8859-1's
 * letters). The mark is dropped, line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array): string {
  return decoded(bytes).replace(/\r\n?/gu, '\n');
}

/** As `decodeText`, for the first bytes of a longer file: a character cut in two at the end is left out. */
export function decodeTextHead(bytes: Uint8Array): string {
  return decoded(bytes, true).replace(/\r\n?/gu, '\n');
}

function decoded(bytes: Uint8Array, head = false): string {
  const encoding = unicodeEncoding(bytes);
  const stream = { stream: head };
  if (encoding !== null) return new TextDecoder(encoding).decode(bytes, stream);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, stream);
  } catch {
    // Some versions of Node decode ISO 8859-1 under this name.
    return new TextDecoder('windows-1252')
      .decode(bytes)
      .replace(/[\u0080-\u009f]/gu, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
  }
}

/** What bytes 0x80 to 0x9F stand for; five stand for nothing. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Null where only the content can tell. */
export function unicodeEncoding(bytes: Uint8Array): Unicode | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 512);
  if (head.length < 16) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < head.length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = Math.floor(head.length / 2);
  if (odd > pairs * 0.8 && even === 0) return 'utf-16le';
  return even > pairs * 0.8 && odd === 0 ? 'utf-16be' : null;
}
