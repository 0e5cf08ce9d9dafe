/**
 * Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1): single sets, ISO 2022 code extensions, and the
 * multi-byte sets without extensions. What cannot be decoded becomes U+FFFD; nothing throws.
 */
const SINGLE: Readonly<Record<string, string>> = {
  '6': 'windows-1252',
  '100': 'windows-1252',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '166': 'windows-874',
  '13': 'shift_jis',
};

/** Escape sequences of PS3.3 table C.12-3 and -4: the bytes after ESC, and how the segment after them decodes. */
const ESCAPES: readonly (readonly [string, string, boolean])[] = [
  ['$)C', 'euc-kr', false],
  ['$)A', 'gb18030', false],
  ['$(D', 'jis-x0212', true],
  ['$B', 'jis-x0208', true],
  ['$@', 'jis-x0208', true],
  ['(B', 'ascii', false],
  ['(J', 'shift_jis', false],
  [')I', 'shift_jis', false],
  ['-A', 'windows-1252', false],
  ['-B', 'iso-8859-2', false],
  ['-C', 'iso-8859-3', false],
  ['-D', 'iso-8859-4', false],
  ['-L', 'iso-8859-5', false],
  ['-G', 'iso-8859-6', false],
  ['-F', 'iso-8859-7', false],
  ['-H', 'iso-8859-8', false],
  ['-M', 'windows-1254', false],
  ['-b', 'iso-8859-15', false],
  ['-T', 'windows-874', false],
];

const ESC = 0x1b;
const decoders = new Map<string, TextDecoder>();

export function decodeText(bytes: Uint8Array, characterSets: readonly string[], personName: boolean): string {
  const ascii = bytes.every((byte) => byte < 0x80 && byte !== ESC);
  if (ascii) return decodeWith('windows-1252', bytes);
  const whole = wholeEncoding(characterSets);
  if (whole !== null) return decodeWith(whole, bytes);
  return decodeSegments(bytes, initialEncoding(characterSets[0] ?? ''), personName);
}

/** Sets that allow no code extension. Undeclared text that is valid UTF-8 is taken as such: the commonest fault of writers. */
function wholeEncoding(characterSets: readonly string[]): string | null {
  const first = normalise(characterSets[0] ?? '');
  if (first === '192' || first === 'utf-8' || first === 'utf8') return 'utf-8';
  if (first === 'gb18030') return 'gb18030';
  if (first === 'gbk') return 'gbk';
  return null;
}

function normalise(term: string): string {
  return term
    .toLowerCase()
    .replace(/[ _]+/gu, ' ')
    .replace(/^iso 2022 ir[ -]?|^iso[ -]?ir[ -]?/u, '')
    .trim();
}

function initialEncoding(term: string): string {
  const key = normalise(term);
  if (key === '') return 'default';
  if (key === '58') return 'gb18030';
  if (key === '149') return 'euc-kr';
  const latin = /^iso[- ]8859[- ](\d+)$/u.exec(key);
  if (latin?.[1] !== undefined) return latin[1] === '1' ? 'windows-1252' : `iso-8859-${latin[1]}`;
  return SINGLE[key] ?? 'default';
}

function decodeSegments(bytes: Uint8Array, initial: string, personName: boolean): string {
  let encoding = initial;
  let doubleByte = false;
  let text = '';
  let start = 0;
  const flush = (end: number): void => {
    if (end > start) text += decodeSegment(encoding, bytes.subarray(start, end));
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === ESC) {
      const escape = matchEscape(bytes, at + 1);
      if (escape === null) continue;
      flush(at);
      [, encoding, doubleByte] = escape;
      at += escape[0].length;
      start = at + 1;
    } else if (!doubleByte && isDelimiter(byte, personName) && encoding !== initial && encoding !== 'gb18030') {
      // Code extensions end at delimiters (PS3.5 6.1.2.5.3); EUC-type segments keep ASCII below 0x80 anyway.
      flush(at);
      start = at;
      encoding = initial;
    }
  }
  flush(bytes.length);
  return text;
}

function matchEscape(bytes: Uint8Array, at: number): readonly [string, string, boolean] | null {
  const ahead = String.fromCharCode(...bytes.subarray(at, at + 3));
  return ESCAPES.find(([sequence]) => ahead.startsWith(sequence)) ?? null;
}

function isDelimiter(byte: number, personName: boolean): boolean {
  if (byte === 0x0a || byte === 0x0c || byte === 0x0d || byte === 0x09) return true;
  return personName ? byte === 0x5c || byte === 0x5e || byte === 0x3d : byte === 0x5c;
}

function decodeSegment(encoding: string, bytes: Uint8Array): string {
  if (encoding === 'jis-x0208')
    return decodeWith(
      'euc-jp',
      bytes.map((byte) => byte | 0x80),
    );
  if (encoding === 'jis-x0212') return decodeWith('euc-jp', withPrefix(bytes));
  if (encoding === 'ascii') return decodeWith('windows-1252', bytes);
  if (encoding === 'default') {
    const utf8 = decodeWith('utf-8', bytes);
    return utf8.includes('\ufffd') ? decodeWith('windows-1252', bytes) : utf8;
  }
  return decodeWith(encoding, bytes);
}

/** JIS X 0212 in EUC-JP: every pair is led by 0x8F. */
function withPrefix(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length / 2) * 3));
  let to = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    out[to++] = 0x8f;
    out[to++] = (bytes[at] ?? 0) | 0x80;
    out[to++] = (bytes[at + 1] ?? 0) | 0x80;
  }
  return out.subarray(0, to);
}

function decodeWith(encoding: string, bytes: Uint8Array): string {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding);
    decoders.set(encoding, decoder);
  }
  return decoder.decode(bytes);
}

/** "NOM Prénom": the alphabetic group of a person name, else the first one that is filled (PS3.5 6.2.1). */
export function personName(value: string): string {
  const group = value.split('=').find((part) => part.replace(/[\^\s]/gu, '') !== '') ?? '';
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group.split('^');
  return [prefix, family, given, middle, suffix]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}
