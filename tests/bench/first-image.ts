import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ctPhantomFiles } from '../../src/domain/demo/ct/ct-phantom';
import { launchApp } from '../e2e/support/launch-app';
import { openAndWait, whenSealed } from './harness/browser';
import { wallTime } from './harness/child';
import { programVersion } from './harness/machine';
import { compare } from './harness/pairs';
import { comparisonRow, skippedRow, type Row } from './harness/report';

const SAMPLES = fileURLToPath(new URL('../../../shared/data/formats/', import.meta.url));

/** Sample files measured where they are at hand; dcmtk 3.6 reads no JPEG 2000. */
const SAMPLE_FILES: readonly { readonly what: string; readonly path: string; readonly target: string; readonly colour?: boolean }[] = [
  {
    what: 'CT 512², JPEG lossless',
    path: 'cornerstone3D/CTImage.dcm_JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70.dcm',
    target: '≤ 1.0',
  },
  { what: 'CT 512², RLE', path: 'cornerstone3D/CTImage.dcm_RLELosslessTransferSyntax_1.2.840.10008.1.2.5.dcm', target: '≤ 1.0' },
  {
    what: 'ultrasound cine (first frame)',
    path: 'dicomParser/encapsulated/multi-frame/IM00001.fragmented_no_bot_jpeg_baseline.50.dcm',
    target: '≤ 1.0',
    colour: true,
  },
];

/** P3: from one file given to its image on screen, against dcmj2pnm writing it as PNG, its start included. */
export async function firstImage(): Promise<readonly Row[]> {
  if (programVersion('dcmj2pnm') === null) return [skippedRow('P3', 'first image', 'dcmj2pnm (dcmtk) is not installed')];
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
  const app = await launchApp();
  try {
    const phantom = join(folder, 'phantom.dcm');
    writeFileSync(phantom, ctPhantomFiles(1)[20]?.bytes ?? new Uint8Array());
    const cases = [
      { what: 'CT 256², uncompressed (the demo phantom)', path: phantom, target: '≤ 1.0', colour: false },
      ...SAMPLE_FILES.map((sample) => ({ ...sample, path: join(SAMPLES, sample.path) })),
    ];
    const rows: Row[] = [];
    for (const { what, path, target, colour } of cases) {
      const title = `first image: ${what}; dcmj2pnm`;
      if (!existsSync(path)) {
        rows.push(skippedRow('P3', title, 'the sample file is not here'));
        continue;
      }
      const ours = async (): Promise<number> => {
        await app.page.reload();
        await whenSealed(app.page);
        return openAndWait(app.page, [path], { testId: 'viewport', state: 'ready' });
      };
      const peer = (): Promise<number> =>
        wallTime('dcmj2pnm', ['+on', ...(colour === true ? [] : ['+Wi', '1']), path, join(folder, 'image.png')]);
      rows.push(comparisonRow('P3', title, await compare(ours, peer), target));
    }
    return rows;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
