/**
 * Ratios of this app against native peers, side by side in one run: `npm run bench` or `npm run bench -- P2 P4`.
 * `--force` measures on a busy machine too; such figures are not for the record.
 */
import process from 'node:process';
import { firstImage } from './first-image';
import { forward } from './forward';
import { importPackage } from './import';
import { disturbance, machineLines, programVersion } from './harness/machine';
import { skippedRow, table, type Row } from './harness/report';
import { model } from './model';
import { openFiles } from './open-files';
import { promptDecode } from './prompt';
import { slideInference } from './slide-inference';
import { slideTiles } from './slide-tiles';
import { smoothPage } from './smooth-page';
import { coldStart, warmStart } from './start';
import { volumeSegmentation } from './volume';

const BENCHES: Readonly<Record<string, readonly (() => Promise<readonly Row[]>)[]>> = {
  P2: [openFiles],
  P3: [firstImage],
  P4: [model, forward],
  P4b: [volumeSegmentation],
  P4e: [promptDecode],
  P6: [slideTiles],
  P6b: [slideInference],
  P8: [smoothPage],
  P10: [coldStart, warmStart],
  P13: [importPackage],
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const force = process.argv.includes('--force');
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no such benchmark: ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
for (const line of machineLines()) say(line);
say(`peers: dcmtk ${programVersion('dcmj2pnm') ?? 'absent'}; ${programVersion('python3') ?? 'python3 absent'}`);

let disturbed = disturbance();
if (disturbed !== null && !force) {
  process.stderr.write(`not measured: ${disturbed}. Wait, or add --force for figures that are not for the record.\n`);
  process.exit(1);
}
const rows: Row[] = [];
const chosen = Object.entries(BENCHES).filter(([name]) => asked.length === 0 || asked.includes(name));
for (const [name, bench] of chosen.flatMap(([name, benches]) => benches.map((bench) => [name, bench] as const))) {
  process.stderr.write(`${name} …\n`);
  try {
    rows.push(...(await bench()));
  } catch (error) {
    rows.push(skippedRow(name, 'failed', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
    process.exitCode = 1;
  }
  disturbed ??= disturbance();
}
say('');
say(table(rows));
if (disturbed !== null) say(`\nNot for the record: ${disturbed}.`);
