import { describe, expect, it } from 'vitest';
import type { FileReportRow } from '../../src/domain/import-report';
import { createFormat } from '../../src/ui/i18n/format';
import { createTranslate } from '../../src/ui/i18n/translate';
import { measureName } from '../../src/ui/i18n/measure-words';
import { amountText, unitSign } from '../../src/ui/i18n/units';
import { ANY_LABEL, filterFindings, sizeText } from '../../src/ui/panels/finding-view';
import { anonymousReport, filterRows, reasonText } from '../../src/ui/panels/report-text';
import { ageText, patientLines, seriesLines, seriesTitle, studyLines } from '../../src/ui/viewport/texts';
import { CT_SERIES, fakeFindings, fakeReport, PATIENT_STUDY, SMEAR_SERIES } from './fake-data';

const t = createTranslate('fr');
const format = createFormat(t);
const english = createTranslate('en');

const row = (name: string, patch: Partial<FileReportRow> = {}): FileReportRow => ({
  name,
  status: 'failed',
  reason: 'truncated',
  context: {},
  member: false,
  series: null,
  ...patch,
});

describe('the copied file report', () => {
  const rows = [
    row('DUPONT_MARIE/IM0001.dcm'),
    row('DUPONT_MARIE/scan.DUPONT'),
    row('MARTIN.zip!/paul/1.2.840.99', { status: 'skipped', reason: 'system-file', member: true }),
    row('photo Müller.JPEG', { status: 'opened', reason: null }),
  ];

  it('holds no name, path or identifier', () => {
    const text = anonymousReport(rows, t);
    expect(text).not.toMatch(/dupont|marie|martin|paul|1\.2\.840|müller|scan|IM0001/i);
  });

  it('holds row number, ending, state, reason and code', () => {
    const lines = anonymousReport(rows, english)
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[1]?.slice(0, 3)).toEqual(['1', 'dcm', 'Failed']);
    expect(lines[1]?.[4]).toBe('truncated');
    // An unknown ending could be a name.
    expect(lines[2]?.[1]).toBe('');
    expect(lines[4]?.[1]).toBe('jpeg');
  });
});

describe('filters of the file report', () => {
  const rows = fakeReport(60);

  it('keep the rows of a status', () => {
    const failed = filterRows(rows, 'failed', '', t);
    expect(failed.length).toBe(20);
    expect(failed.every(({ status }) => status === 'failed')).toBe(true);
  });

  it('find words of the reason without accents or case', () => {
    const found = filterRows(rows, 'all', 'DEMESUREE', t);
    expect(found.length).toBe(10);
    expect(found.every(({ reason }) => reason === 'decompression-bomb')).toBe(true);
    expect(filterRows(rows, 'all', 'im_00003', t)).toHaveLength(1);
  });

  it('give a plain sentence for a file opened without remark', () => {
    expect(reasonText(row('a.dcm', { status: 'opened', reason: null }), english)).toBe('Opened without remark');
  });
});

describe('identity on the image', () => {
  const { patient } = PATIENT_STUDY;

  it('names the patient first', () => {
    expect(patientLines(patient, false, t, format)).toEqual([
      'DUPONT-LAMARTINE Marie-Thérèse',
      '0047-118',
      'né(e) le 09/03/1958 · F · 68 ans',
    ]);
  });

  it('vanishes whole when hidden, with what leads to it', () => {
    const lines = [...patientLines(patient, true, t, format), ...studyLines(PATIENT_STUDY, CT_SERIES, true, format)].join(' ');
    expect(lines).not.toMatch(/DUPONT|Marie|0047|1958|68|A-2201|CHU/);
    expect(lines).toContain('Identité masquée');
  });

  it('reads DICOM ages', () => {
    expect(ageText('045Y', t)).toBe('45 ans');
    expect(ageText('001Y', t)).toBe('1 an');
    expect(ageText('003M', english)).toBe('3 months');
    expect(ageText('adulte', t)).toBe('adulte');
  });

  it('tells the slice', () => {
    const acquired = { plane: null, reformatted: false, location: 150 };
    expect(seriesLines(CT_SERIES, acquired, false, t, format)).toContain('Ép. 1,25 mm · Pos. 150 mm');
    const cut = seriesLines(CT_SERIES, { plane: 'coronal', reformatted: true, location: -12.5 }, false, t, format);
    expect(cut).toContain('Coronal · reconstruit');
    expect(cut).toContain('Pos. −12,5 mm');
  });

  it('calls a photo a photo, and all else by its modality', () => {
    expect(seriesTitle(SMEAR_SERIES, false, t)).toBe('Photo frottis');
    expect(seriesTitle(SMEAR_SERIES, true, t)).toBe('Photo');
    expect(seriesTitle(CT_SERIES, false, t)).toMatch(/^CT /);
  });

  const PHOTO = { plane: null, reformatted: false, location: null };

  it('hides the file name of a photo, which may be the patient’s, with the identity', () => {
    expect(seriesLines(SMEAR_SERIES, PHOTO, false, t, format)).toContain('frottis');
    expect(seriesLines(SMEAR_SERIES, PHOTO, true, t, format)).not.toContain('frottis');
  });
});

describe('findings in the list', () => {
  const all = fakeFindings(24).map((finding, index) => ({ finding, number: index + 1 }));

  it('keep their numbers when filtered', () => {
    const rejected = filterFindings(all, { status: 'rejected', label: ANY_LABEL });
    expect(rejected.map(({ number }) => number)).toEqual([4, 10, 16, 22]);
    expect(filterFindings(all, { status: 'all', label: 'WBC' }).map(({ number }) => number)).toEqual([5, 13, 21]);
  });

  it('measure in pixels without calibration', () => {
    const [first] = fakeFindings(1);
    expect(first === undefined ? '' : sizeText(first, SMEAR_SERIES, t, format)).toBe('42 × 40 px');
  });

  it('measure in millimetres with it', () => {
    const [first] = fakeFindings(1);
    const [instance] = CT_SERIES.instances;
    if (first === undefined || instance === undefined) throw new Error('no finding');
    const onCt = { ...first, evidence: { ...first.evidence, instance: instance.id } };
    expect(sizeText(onCt, CT_SERIES, t, format)).toBe('29,4 × 28 mm');
  });

  it('measure in micrometres under one millimetre, as on slides', () => {
    const [first] = fakeFindings(1);
    const [instance] = CT_SERIES.instances;
    if (first === undefined || instance === undefined) throw new Error('no finding');
    const onCt = { ...first, evidence: { ...first.evidence, instance: instance.id } };
    const frames = CT_SERIES.frames.map((frame) => ({
      ...frame,
      spacing: { row: 0.00025, column: 0.00025, calibration: 'stated' as const },
    }));
    expect(sizeText(onCt, { ...CT_SERIES, frames: frames as never }, t, format)).toBe('10,5 × 10 µm');
  });
});

describe('amounts of regions', () => {
  it('have the same decimals side by side, and signs in place of UCUM codes', () => {
    expect(amountText({ value: 1.394, unit: 'mL' }, format)).toBe('1,39\u00a0ml');
    expect(amountText({ value: 1.7, unit: 'mL' }, format)).toBe('1,70\u00a0ml');
    expect(amountText({ value: 737.032, unit: 'mL' }, format)).toBe('737,0\u00a0ml');
    expect(amountText({ value: 3665.2, unit: 'mm2' }, format)).toBe(`${format.number(3665)}\u00a0mm²`);
    expect(amountText({ value: 41, unit: 'px' }, format)).toBe('41\u00a0px');
    expect(unitSign('1')).toBe('');
    expect(unitSign('um2')).toBe('µm²');
    expect(unitSign('kPa')).toBe('kPa');
  });
});

describe('names of measurements', () => {
  it('are words in French, with their statistic; what is not known shows as it is', () => {
    expect(measureName('volume', 'fr')).toBe('volume');
    expect(measureName('g_ratio_mean', 'fr')).toBe('rapport g (moyenne)');
    expect(measureName('mean', 'fr')).toBe('moyenne');
    expect(measureName('of_its_own', 'fr')).toBe('of its own');
    expect(measureName('g_ratio_mean', 'en')).toBe('g ratio mean');
  });
});
