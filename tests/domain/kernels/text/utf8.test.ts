import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Bytes, utf8Text } from '../../../../src/domain/kernels/text/utf8';

it('encodes and decodes as the platform does, lone surrogates and all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800', 'a\udc00b', '😀é\u0000'), (text, odd) => {
      const whole = text + odd;
      const bytes = new TextEncoder().encode(whole);
      expect([...utf8Bytes(whole)]).toEqual([...bytes]);
      expect(utf8Text(bytes)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    }),
  );
});
