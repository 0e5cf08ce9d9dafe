import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../../src/domain/kernels/text/detect-language';

describe('language of a text', () => {
  it.each([
    ['fr', 'Patient de 41 ans adressé pour une douleur thoracique constrictive évoluant depuis ce matin.'],
    ['fr', 'Chute de sa hauteur, douleur hanche droite, raccourcissement et rotation externe'],
    ['fr', 'Fièvre, toux productive, dyspnée d’effort'],
    ['fr', 'ATCD HTA, diabète. Pas d’allergie connue.'],
    ['en', 'A 41-year-old man was referred for chest pain radiating to the left arm.'],
    ['en', 'Fever, productive cough, shortness of breath'],
    ['en', 'No known drug allergy. Past medical history of hypertension.'],
    ['unknown', ''],
    ['unknown', '12/03/2024 14:30 98 145/82'],
    ['unknown', 'Der Patient klagt seit gestern über Schmerzen im linken Arm und Fieber.'],
    ['unknown', 'El paciente refiere dolor torácico desde ayer por la mañana.'],
    ['unknown', '患者は胸痛を訴えた'],
  ])('%s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
