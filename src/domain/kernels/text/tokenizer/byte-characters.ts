/** The printable character that stands for each byte in byte-level vocabularies (GPT-2's `bytes_to_unicode`). */
export const BYTE_CHARACTERS: readonly string[] = (() => {
  const characters: string[] = [];
  let extra = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    characters.push(String.fromCharCode(printable ? byte : extra++));
  }
  return characters;
})();
