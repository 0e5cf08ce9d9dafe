import { describe, expect, it } from 'vitest';
import type { SuvFactors } from '../../src/domain/kernels/intensity/suv';
import { image } from '../fixtures/dicom/images';
import { writeDicom, type Attribute } from '../fixtures/dicom/write-dicom';
import { openOne } from './support/open';

type Header = Readonly<Record<number, [vr: string, value: string] | null>>;

const DOSE: Header = { 0x00181072: ['TM', '113900.000000'], 0x00181074: ['DS', '381470000.0'], 0x00181075: ['DS', '6586.2'] };
const PET: Header = {
  0x00080021: ['DA', '19860810'],
  0x00080022: ['DA', '19860810'],
  0x00080031: ['TM', '130244.678000'],
  0x00080032: ['TM', '130852.206000'],
  0x00100040: ['CS', 'M'],
  0x00101030: ['DS', '66.2'],
  0x00280051: ['CS', 'NORM\\ATTN\\SCAT\\DECY'],
  0x00541001: ['CS', 'BQML'],
  0x00541102: ['CS', 'START'],
};

function attributes(header: Header): Attribute[] {
  return Object.entries(header).flatMap(([tag, entry]) => (entry === null ? [] : [{ tag: Number(tag), vr: entry[0], value: entry[1] }]));
}

async function factors(changes: Header = {}, dose: Header = {}, modality = 'PT'): Promise<SuvFactors | undefined> {
  const sequence: Attribute = { tag: 0x00540016, vr: 'SQ', value: [attributes({ ...DOSE, ...dose })] };
  const extra = [...attributes({ ...PET, ...changes }), sequence].toSorted((a, b) => a.tag - b.tag);
  const part = await openOne(writeDicom(image({ modality }, extra)));
  return part.frames[0]?.suv;
}

/** 66.2 kg over 381.47 MBq after 5,024.678 s of ¹⁸F, worked by hand. */
const BODY_WEIGHT = 66_200 / (381_470_000 * 2 ** (-5024.678 / 6586.2));

describe('SUV factors of a PET header', () => {
  it('count decay from the injection to the start of the series', async () => {
    const found = await factors();
    expect((found?.bw ?? 0) / BODY_WEIGHT).toBeCloseTo(1, 10);
    // Without a height there is neither lean mass nor surface.
    expect(Object.keys(found ?? {})).toEqual(['bw']);
  });

  it('know lean mass and surface where height and sex are written', async () => {
    const found = await factors({ 0x00101020: ['DS', '1.75'] });
    expect(Object.keys(found ?? {})).toEqual(['bw', 'lbm-james', 'lbm-janma', 'bsa']);
    const james = (1.1 * 66.2 - 128 * (66.2 / 175) ** 2) / 66.2;
    expect((found?.['lbm-james'] ?? 0) / BODY_WEIGHT).toBeCloseTo(james, 10);
    expect(Object.keys((await factors({ 0x00101020: ['DS', '1.75'], 0x00100040: null })) ?? {})).toEqual(['bw', 'bsa']);
  });

  it('take values corrected to the injection as they are', async () => {
    expect((await factors({ 0x00541102: ['CS', 'ADMIN'] }))?.bw).toBeCloseTo(66_200 / 381_470_000, 15);
  });

  it('take an injection with its date, or of the evening before', async () => {
    const dated = await factors({}, { 0x00181072: null, 0x00181078: ['DT', '19860810113900'] });
    expect((dated?.bw ?? 0) / BODY_WEIGHT).toBeCloseTo(1, 10);
    const overnight = await factors({ 0x00080031: ['TM', '001000'], 0x00080032: ['TM', '001000'] }, { 0x00181072: ['TM', '230000'] });
    expect(overnight?.bw).toBeCloseTo(66_200 / (381_470_000 * 2 ** (-4200 / 6586.2)), 12);
  });

  it.each<[string, Header, Header, string?]>([
    ['other units', { 0x00541001: ['CS', 'CNTS'] }, {}],
    ['no attenuation correction', { 0x00280051: ['CS', 'DECY'] }, {}],
    ['no decay correction', { 0x00541102: ['CS', 'NONE'] }, {}],
    ['no weight', { 0x00101030: null }, {}],
    ['no dose', {}, { 0x00181074: null }],
    ['no half-life', {}, { 0x00181075: ['DS', '0'] }],
    ['no time of injection', {}, { 0x00181072: null }],
    ['a series made after the scan', { 0x00080031: ['TM', '170000'] }, {}],
    ['another modality', {}, {}, 'CT'],
  ])('are absent with %s', async (_name, changes, dose, modality) => {
    expect(await factors(changes, dose, modality)).toBeUndefined();
  });
});
