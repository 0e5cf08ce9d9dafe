import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../../src/domain/kernels/text/split-sentences';

function sentences(text: string, language: 'fr' | 'en'): readonly string[] {
  return splitSentences(text, language).map(({ start, end }) => text.slice(start, end));
}

describe('sentences', () => {
  it.each<[language: 'fr' | 'en', text: string, expected: readonly string[]]>([
    ['fr', 'Bon état général. Pas de fièvre.', ['Bon état général.', 'Pas de fièvre.']],
    ['fr', 'Vu par le Dr. Martin et M. Dupont. Sortie demain.', ['Vu par le Dr. Martin et M. Dupont.', 'Sortie demain.']],
    ['fr', 'Mme. Durand, env. 3 jours. Elle va mieux !  Retour ?', ['Mme. Durand, env. 3 jours.', 'Elle va mieux !', 'Retour ?']],
    ['fr', 'Opérée par J. Petit. Suites simples.', ['Opérée par J. Petit.', 'Suites simples.']],
    ['fr', 'CRP 3.5 mg/L. Créatinine 88.', ['CRP 3.5 mg/L.', 'Créatinine 88.']],
    ['fr', 'Signes (toux, etc.) absents. Fin.', ['Signes (toux, etc.) absents.', 'Fin.']],
    ['fr', 'Il dit : « J’ai mal. » Puis il part.', ['Il dit : « J’ai mal. »', 'Puis il part.']],
    ['fr', 'Antécédents :\n- HTA\n- Diabète\nTraitement : aucun', ['Antécédents :', '- HTA', '- Diabète', 'Traitement : aucun']],
    ['fr', 'Une phrase coupée\nau milieu de la ligne. Autre.', ['Une phrase coupée\nau milieu de la ligne.', 'Autre.']],
    ['fr', '1. Aspirine\n2. Repos', ['1. Aspirine', '2. Repos']],
    ['fr', 'Titre\n\nsuite sans majuscule', ['Titre', 'suite sans majuscule']],
    ['fr', 'Fièvre... Frissons… Fin', ['Fièvre...', 'Frissons…', 'Fin']],
    ['fr', 'arrivé le 12.03.2024 à 8 h. sans douleur', ['arrivé le 12.03.2024 à 8 h. sans douleur']],
    ['en', 'Seen by Dr. Smith vs. Mr. Jones. Discharged.', ['Seen by Dr. Smith vs. Mr. Jones.', 'Discharged.']],
    ['en', 'Meds, e.g. Aspirin. No fever at 3 p.m. today.', ['Meds, e.g. Aspirin.', 'No fever at 3 p.m. today.']],
    ['en', 'Pain? Yes. "None at rest." He left.', ['Pain?', 'Yes.', '"None at rest."', 'He left.']],
    ['fr', '', []],
    ['fr', '  \n ', []],
  ])('%s: %s', (language, text, expected) => {
    expect(sentences(text, language)).toEqual(expected);
  });

  it('loses no character but blanks, and never overlaps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'Mot', 'M.', ' ', '\n', '. ', '! ', '« ', ' »', '12', ', ', 'é', '- '), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('');
          const found = splitSentences(text, 'fr');
          let at = 0;
          let between = '';
          for (const { start, end } of found) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            between += text.slice(at, start);
            at = end;
          }
          expect((between + text.slice(at)).trim()).toBe('');
        },
      ),
      { numRuns: 400 },
    );
  });
});
