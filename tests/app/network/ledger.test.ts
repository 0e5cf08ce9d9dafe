import { describe, expect, it } from 'vitest';
import { isForeign, RequestLog } from '../../../src/app/network/ledger';
import { appBaseOf, classify, recordOfTiming, recordOfViolation, type RequestRecord } from '../../../src/app/network/request-record';

const BASE = 'https://hospital.example/tools/diaphane/';

describe('naming a request', () => {
  it.each([
    [`${BASE}assets/index-1.js`, 'own', './assets/index-1.js'],
    [BASE, 'own', './'],
    [`${BASE}config.json?patient=DOE^JOHN#x`, 'own', './config.json'],
    ['https://hospital.example/other/page', 'other', 'https://hospital.example'],
    ['https://hospital.example/tools/diaphane-evil/x', 'other', 'https://hospital.example'],
    ['https://evil.example/?name=DOE', 'other', 'https://evil.example'],
    ['https://sealed-test.invalid/?a=b', 'test', 'https://sealed-test.invalid'],
    ['https://sealed-test.invalid.evil.example/', 'other', 'https://sealed-test.invalid.evil.example'],
  ])('%s is %s', (url, kind, target) => {
    expect(classify(url, BASE)).toEqual({ kind, target });
  });

  it.each(['blob:https://hospital.example/1', 'data:text/plain,x', 'inline', 'eval', 'trusted-types-sink'])('%s is no request', (url) => {
    expect(classify(url, BASE)).toBeNull();
  });

  it('finds the folder of the app from any scope', () => {
    expect(appBaseOf(`${BASE}assets/decode.entry-1.js`)).toBe(BASE);
    expect(appBaseOf(`${BASE}sw.js?x`)).toBe(BASE);
    expect(appBaseOf(`${BASE}#a/b`)).toBe(BASE);
  });

  it('tells the offline store from the network', () => {
    const timing = { name: `${BASE}a.js`, startTime: 5, initiatorType: 'script', transferSize: 900, responseStatus: 200 };
    expect(recordOfTiming(timing, BASE, 1000)).toMatchObject({ outcome: 'served', bytes: 900, epoch: 1005 });
    expect(recordOfTiming({ ...timing, workerStart: 6 }, BASE, 1000)).toMatchObject({ outcome: 'offline-store', bytes: 0 });
    expect(recordOfTiming({ ...timing, responseStatus: 403, workerStart: 6 }, BASE, 1000)).toMatchObject({ outcome: 'refused' });
    expect(recordOfTiming({ ...timing, responseStatus: 404 }, BASE, 1000)).toMatchObject({ outcome: 'failed' });
    expect(recordOfTiming({ ...timing, name: `${BASE}config.json`, workerStart: 6 }, BASE, 1000)).toMatchObject({ outcome: 'served' });
  });
});

describe('the log', () => {
  const test = (outcome: RequestRecord['outcome'], epoch: number, initiator = 'page'): RequestRecord => ({
    target: 'https://sealed-test.invalid',
    kind: 'test',
    outcome,
    initiator,
    bytes: 0,
    epoch,
  });

  it('shows one line for one refused test: two policies and a timing line tell of it', () => {
    const log = new RequestLog(1000);
    for (const record of [test('failed', 1100), test('refused', 1101), test('refused', 1102)]) log.add(record);
    log.add(test('refused', 1110, 'worker'));
    expect(log.entries.map(({ outcome, initiator, at }) => [outcome, initiator, at])).toEqual([
      ['refused', 'page', 101],
      ['refused', 'worker', 110],
    ]);
    expect(log.foreign).toBe(0);
  });

  it('counts a test that was not refused, and any other address whether refused or not', () => {
    const log = new RequestLog(0);
    log.add(test('failed', 1));
    log.add({ ...test('served', 5000), kind: 'other', target: 'https://evil.example' });
    const refused = recordOfViolation('https://evil.example/x', BASE, 9000, 'page');
    if (refused !== null) log.add(refused);
    expect(log.foreign).toBe(3);
    expect(isForeign({ kind: 'own', outcome: 'failed' })).toBe(false);
  });

  it('keeps every foreign request counted when old lines are dropped', () => {
    const log = new RequestLog(0);
    log.add({ ...test('served', 1), kind: 'other', target: 'https://evil.example' });
    for (let index = 0; index < 2500; index += 1) log.add({ ...test('served', 10 + index), kind: 'own', target: `./${String(index)}` });
    expect(log.entries.length).toBe(2000);
    expect(log.foreign).toBe(1);
  });
});
