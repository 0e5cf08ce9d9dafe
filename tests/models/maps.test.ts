import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { folderPackage } from '../../src/cli/folder-package';
import type { ModelOutput } from '../../src/domain/result';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { writeNifti } from '../../src/results/nifti/write-nifti';
import { DATA, hasData, MODELS, outputsOf, samples } from './support/run-picture';

/**
 * The packages that draw maps, by the engine on a few pictures of their validation parts (never trained on). The floors lie
 * under what each reached there when it was landed; the whole validation is in its `measured.json`.
 */
if (!hasData) console.log('accuracy of the maps: ../shared/data is not here, skipped');

interface MapCase {
  readonly model: string;
  readonly spacing: readonly [number, number] | null;
  /** Picture, then the mask of each label from 1 on, or one mask of several values. */
  readonly pictures: readonly (readonly [picture: string, ...masks: string[]])[];
  /** Least Dice of each label over all pictures together. */
  readonly floors: readonly number[];
}

const SEM = 'nerve-axon-myelin-sem';
const HC = 'ultrasound-fetal-head-hc18';
const LV = 'cardiac-cine-mri-lv';
const EYES = 'fundus-vessels-chasedb1';
const BRAIN = 'brain-mri-hippocampus';
const CASES: readonly MapCase[] = [
  {
    model: 'axon-myelin',
    spacing: [9.3e-5, 9.3e-5],
    pictures: [
      [
        `${SEM}/images/sub-rat2_sample-data5_SEM.png`,
        ...['axon', 'myelin'].map((kind) => `${SEM}/labels/sub-rat2_sample-data5_SEM_seg-${kind}-manual.png`),
      ],
    ],
    floors: [0.87, 0.79],
  },
  {
    model: 'fetal-head-ultrasound',
    spacing: [0.2, 0.2],
    pictures: ['001_HC', '024_HC', '049_HC', '083_2HC', '140_HC'].map((name) => [`${HC}/images/${name}.jpg`, `${HC}/masks/${name}.png`]),
    floors: [0.9],
  },
  {
    model: 'hippocampus-mri',
    spacing: null,
    pictures: ['001', '008', '017'].map((n) => [`${BRAIN}/imagesTr/hippocampus_${n}.nii.gz`, `${BRAIN}/labelsTr/hippocampus_${n}.nii.gz`]),
    floors: [0.85, 0.83],
  },
  {
    model: 'lv-cine-mri',
    spacing: null,
    pictures: ['I-40-IM-0001-0028', 'NI-36-IM-0001-0189', 'I-05-IM-0001-0047', 'NI-33-IM-0001-0160'].map((name) => [
      `${LV}/images/SC-HF-${name}.png`,
      `${LV}/labels/SC-HF-${name}.png`,
    ]),
    floors: [0.85],
  },
  {
    model: 'retinal-vessels',
    spacing: null,
    pictures: [[`${EYES}/images/Image_04L.jpg`, `${EYES}/labels_observer1/Image_04L_1stHO.png`]],
    floors: [0.76],
  },
];

it.skipIf(!hasData).each(CASES.filter(({ model }) => existsSync(`${MODELS}${model}/manifest.json`)))(
  '$model draws what people drew',
  async ({ model, spacing, pictures, floors }) => {
    const session = await ModelSession.load(await readPackage(folderPackage(`${MODELS}${model}`)), nodeRuntime(2));
    const both = floors.map(() => ({ shared: 0, sum: 0 }));
    for (const [picture, ...masks] of pictures) {
      const found = await labelMap(session, picture, spacing);
      const drawn = await Promise.all(masks.map(maskOf));
      for (const [i, total] of both.entries()) {
        const mask = drawn[drawn.length === 1 ? 0 : i] ?? new Uint8Array(0);
        // Several labels in one mask are told by their values.
        const isDrawn = drawn.length === 1 && floors.length > 1 ? (value: number) => value === i + 1 : (value: number) => value > 0;
        expect(found.length).toBe(mask.length);
        for (let at = 0; at < found.length; at++) {
          const ours = found[at] === i + 1;
          const theirs = isDrawn(mask[at] ?? 0);
          total.sum += Number(ours) + Number(theirs);
          total.shared += Number(ours && theirs);
        }
      }
    }
    await session.release();
    for (const [i, { shared, sum }] of both.entries()) expect((2 * shared) / sum, `label ${String(i + 1)}`).toBeGreaterThan(floors[i] ?? 1);
  },
  60_000,
);

/** The label map of a picture in the order of its file. */
async function labelMap(session: ModelSession, picture: string, mm: MapCase['spacing']): Promise<ArrayLike<number>> {
  const { input, outputs } = await outputsOf(session, picture, mm);
  const output = outputs.find((candidate): candidate is Extract<ModelOutput, { kind: 'segmentation' }> => candidate.kind === 'segmentation');
  if (output === undefined) throw new Error(`${picture} got no label map`);
  const { affine, shape } = output.grid;
  return affine === null ? output.data : voxels(writeNifti({ shape, affine, data: output.data }, input.storedOrder ?? undefined));
}

const maskOf = async (mask: string): Promise<ArrayLike<number>> =>
  mask.endsWith('.nii.gz') ? voxels(gunzipSync(readFileSync(`${DATA}${mask}`))) : samples(mask);

/** Voxels of an 8-bit NIfTI-1 file. */
function voxels(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  expect(view.getInt16(70, true)).toBe(2);
  return file.subarray(view.getFloat32(108, true));
}
