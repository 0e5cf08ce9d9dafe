import { describe, expect, it } from 'vitest';
import { notMapped } from '../../../../src/inference/packages/converters/shared/not-mapped';

describe('what could not be mapped', () => {
  it('is said in both languages, with the names of the source', () => {
    expect(notMapped('transform[3]', 'no-step', 'ColorJitter')).toEqual({
      path: 'transform[3]',
      code: 'no-step',
      reason: { fr: 'aucune étape pour « ColorJitter »', en: 'no step for "ColorJitter"' },
    });
  });

  it('quotes a name as it stands, and no more of it than a line', () => {
    const { reason } = notMapped('x', 'file-missing', `$&${'a'.repeat(500)}`);
    expect(reason.en).toBe(`the source has no $&${'a'.repeat(78)}`);
  });
});
