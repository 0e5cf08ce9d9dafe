import { describe, expect, it } from 'vitest';
import { parseDates, type DateOptions } from '../../../../src/domain/kernels/text/dates/parse-dates';

const FRENCH: DateOptions = { language: 'fr', dayFirst: true, reference: { year: 2024, month: 3, day: 12 } };
const ENGLISH: DateOptions = { language: 'en', dayFirst: false, reference: { year: 2024, month: 3, day: 12 } };

/** `text it stands for → ISO`, by mention. */
function found(text: string, options: DateOptions): readonly string[] {
  return parseDates(text, options).map(({ start, end, value }) => `${text.slice(start, end)} → ${String(value)}`);
}

/** The document is of Tuesday 12 March 2024. */
describe('French dates', () => {
  it.each<[text: string, ...expected: string[]]>([
    ['le 12/03/2024', '12/03/2024 → 2024-03-12'],
    ['le 12-03-2024', '12-03-2024 → 2024-03-12'],
    ['le 12.03.2024', '12.03.2024 → 2024-03-12'],
    ['le 1/2/23', '1/2/23 → 2023-02-01'],
    ['né le 05/11/58', '05/11/58 → 1958-11-05'],
    ['2024-03-12', '2024-03-12 → 2024-03-12'],
    ['le 12/31/2023', '12/31/2023 → 2023-12-31'],
    ['le 31/02/2024'],
    ['le 12 mars 2024', '12 mars 2024 → 2024-03-12'],
    ['le 1er mai 2023', '1er mai 2023 → 2023-05-01'],
    ['le 29 février 2023'],
    ['le 29 février 2024', '29 février 2024 → 2024-02-29'],
    ['le 8 août 2022', '8 août 2022 → 2022-08-08'],
    ['LE 8 AOUT 2022', '8 AOUT 2022 → 2022-08-08'],
    ['lundi 4 mars 2024', 'lundi 4 mars 2024 → 2024-03-04'],
    ['le 3 janv. 2020', '3 janv. 2020 → 2020-01-03'],
    ['le 3 févr. 2020', '3 févr. 2020 → 2020-02-03'],
    ['le 14 juil. 2021', '14 juil. 2021 → 2021-07-14'],
    ['le 14 déc. 2021', '14 déc. 2021 → 2021-12-14'],
    ['le 12 mars', '12 mars → 2024-03-12'],
    ['le 5 mai', '5 mai → 2024-05-05'],
    ['mars 2024', 'mars 2024 → 2024-03'],
    ['en septembre 2019', 'septembre 2019 → 2019-09'],
    ['03/2024', '03/2024 → 2024-03'],
    ['sevré en 2012', '2012 → 2012'],
    ['depuis 1998', '1998 → 1998'],
    ['le 12/03', '12/03 → 2024-03-12'],
    ['du 02/01 au 05/01', '02/01 → 2024-01-02', '05/01 → 2024-01-05'],
    ['TA 14/8, Glasgow 15/15, SpO2 96 %'],
    ['pression 145/82 mmHg'],
    ['2012 patients'],
    ['aujourd’hui', 'aujourd’hui → 2024-03-12'],
    ["aujourd'hui", "aujourd'hui → 2024-03-12"],
    ['vu ce jour', 'ce jour → 2024-03-12'],
    ['ce matin', 'ce matin → 2024-03-12'],
    ['dans l’après-midi', 'dans l’après-midi → 2024-03-12'],
    ["depuis l'après-midi", "l'après-midi → 2024-03-12"],
    ['cette nuit', 'cette nuit → 2024-03-12'],
    ['hier', 'hier → 2024-03-11'],
    ['hier soir', 'hier soir → 2024-03-11'],
    ['avant-hier', 'avant-hier → 2024-03-10'],
    ['demain matin', 'demain matin → 2024-03-13'],
    ['après-demain', 'après-demain → 2024-03-14'],
    ['il y a 3 jours', 'il y a 3 jours → 2024-03-09'],
    ['il y a deux semaines', 'il y a deux semaines → 2024-02-27'],
    ['il y a env. 2 mois', 'il y a env. 2 mois → 2024-01'],
    ['il y a 10 ans', 'il y a 10 ans → 2014'],
    ['depuis 3 jours', 'depuis 3 jours → 2024-03-09'],
    ['dans une semaine', 'dans une semaine → 2024-03-19'],
    ['J+3', 'J+3 → 2024-03-15'],
    ['à J3', 'J3 → 2024-03-15'],
    ['J 0 et J-2', 'J-2 → 2024-03-10'],
    ['J0', 'J0 → 2024-03-12'],
    ['contrôle à M3', ...[]],
    ['contrôle à M+3', 'M+3 → 2024-06-12'],
    ['S+2', 'S+2 → 2024-03-26'],
    ['la semaine dernière', 'la semaine dernière → 2024-03-05'],
    ['le mois dernier', 'le mois dernier → 2024-02'],
    ["l'an dernier", "l'an dernier → 2023"],
    ['lundi dernier', 'lundi dernier → 2024-03-11'],
    ['mardi dernier', 'mardi dernier → 2024-03-05'],
    ['vendredi prochain', 'vendredi prochain → 2024-03-15'],
    ['le 10/01/2024 puis le lendemain', '10/01/2024 → 2024-01-10', 'le lendemain → 2024-01-11'],
    ['le 01/03/2024, la veille', '01/03/2024 → 2024-03-01', 'la veille → 2024-02-29'],
    ['opéré le 10/01/2024, sorti 3 jours plus tard', '10/01/2024 → 2024-01-10', '3 jours plus tard → 2024-01-13'],
    ['le 12/03/2024 à 14h30', '12/03/2024 à 14h30 → 2024-03-12T14:30'],
    ['le 5 mai 2023 vers 8 h 05', '5 mai 2023 vers 8 h 05 → 2023-05-05T08:05'],
    ['hier à 22h', 'hier à 22h → 2024-03-11T22:00'],
    ['à 14h30', '14h30 → 2024-03-12T14:30'],
    ['14:30', '14:30 → 2024-03-12T14:30'],
    ['vers midi', 'midi → 2024-03-12T12:00'],
    ['à minuit', 'minuit → 2024-03-12T00:00'],
    ['pendant 24h', ...[]],
    ['25h30'],
    ['version 1.2.34.5'],
  ])('%s', (text, ...expected) => {
    expect(found(text, FRENCH)).toEqual(expected);
  });

  it('counts from the first full date of a text without a reference', () => {
    expect(found('Opéré le 28/02/2023. Fièvre à J+2.', { ...FRENCH, reference: null })).toEqual([
      '28/02/2023 → 2023-02-28',
      'J+2 → 2023-03-02',
    ]);
  });
  it('leaves open what nothing ties to a day', () => {
    expect(found('Vu hier à 8h, puis le 3 mai.', { ...FRENCH, reference: null })).toEqual(['hier → null', '8h → T08:00', '3 mai → null']);
  });
});

describe('English dates', () => {
  it.each<[text: string, ...expected: string[]]>([
    ['on 03/12/2024', '03/12/2024 → 2024-03-12'],
    ['on 31/12/2023', '31/12/2023 → 2023-12-31'],
    ['2024-03-12', '2024-03-12 → 2024-03-12'],
    ['March 12, 2024', 'March 12, 2024 → 2024-03-12'],
    ['March 12th, 2024', 'March 12th, 2024 → 2024-03-12'],
    ['12 March 2024', '12 March 2024 → 2024-03-12'],
    ['the 3rd of May 2022', '3rd of May 2022 → 2022-05-03'],
    ['Mar. 5 2024', 'Mar. 5 2024 → 2024-03-05'],
    ['Monday, March 4, 2024', 'Monday, March 4, 2024 → 2024-03-04'],
    ['Sept 2019', 'Sept 2019 → 2019-09'],
    ['in October 2020', 'October 2020 → 2020-10'],
    ['on April 5', 'April 5 → 2024-04-05'],
    ['February 30, 2024'],
    ['since 2012', '2012 → 2012'],
    ['on 3/10', '3/10 → 2024-03-10'],
    ['murmur 2/6, strength 5/5'],
    ['BP 145/82'],
    ['may be admitted'],
    ['today', 'today → 2024-03-12'],
    ['this morning', 'this morning → 2024-03-12'],
    ['tonight', 'tonight → 2024-03-12'],
    ['yesterday evening', 'yesterday evening → 2024-03-11'],
    ['last night', 'last night → 2024-03-11'],
    ['the day before yesterday', 'the day before yesterday → 2024-03-10'],
    ['tomorrow', 'tomorrow → 2024-03-13'],
    ['3 days ago', '3 days ago → 2024-03-09'],
    ['two weeks ago', 'two weeks ago → 2024-02-27'],
    ['a month ago', 'a month ago → 2024-02'],
    ['five years ago', 'five years ago → 2019'],
    ['for the past 3 days', 'for the past 3 days → 2024-03-09'],
    ['in 2 weeks', 'in 2 weeks → 2024-03-26'],
    ['last week', 'last week → 2024-03-05'],
    ['last month', 'last month → 2024-02'],
    ['next year', 'next year → 2025'],
    ['last Monday', 'last Monday → 2024-03-11'],
    ['next Friday', 'next Friday → 2024-03-15'],
    ['POD 3', 'POD 3 → 2024-03-15'],
    ['postoperative day 2', 'postoperative day 2 → 2024-03-14'],
    ['hospital day 5', 'hospital day 5 → 2024-03-17'],
    ['admitted January 10, 2024 and discharged 3 days later', 'January 10, 2024 → 2024-01-10', '3 days later → 2024-01-13'],
    ['on March 1, 2024; the day before', 'March 1, 2024 → 2024-03-01', 'the day before → 2024-02-29'],
    ['at 2:30 pm', '2:30 pm → 2024-03-12T14:30'],
    ['12 am', '12 am → 2024-03-12T00:00'],
    ['yesterday at 8 a.m.', 'yesterday at 8 a.m. → 2024-03-11T08:00'],
    ['March 12, 2024 at 14:30', 'March 12, 2024 at 14:30 → 2024-03-12T14:30'],
    ['around noon', 'noon → 2024-03-12T12:00'],
  ])('%s', (text, ...expected) => {
    expect(found(text, ENGLISH)).toEqual(expected);
  });

  it('reads the day first where the package says so', () => {
    expect(found('on 03/12/2024', { ...ENGLISH, dayFirst: true })).toEqual(['03/12/2024 → 2024-12-03']);
  });
});
