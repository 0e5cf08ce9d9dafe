import { finishDraft } from '../../../../src/inference/packages/converters/finish-draft';
import { CONVERTERS, type ConverterId } from '../../../../src/inference/packages/converters/registry';
import { ModelSession } from '../../../../src/inference/model-session';
import { filesFromBlobs } from '../../../../src/inference/packages/package-files';
import { readPackage, type ModelPackage } from '../../../../src/inference/packages/read-package';
import { nodeRuntime } from '../../../../src/inference/runtime/ort-node';
import { sourceValues, type SourcePayload } from '../../../../src/inference/source-payload';
import { floatTensor, intAttribute, intsAttribute, model, valueInfo, type ModelSpec } from '../../fixtures/onnx-writer';

type Source = Readonly<Record<string, string | object | Uint8Array<ArrayBuffer>>>;

/** A draft as the app and the command line read it, and the places that could not be mapped. */
export async function convert(kind: ConverterId, source: Source) {
  const blobs = Object.entries(source).map(([path, content]) => {
    const part = content instanceof Uint8Array ? content : typeof content === 'string' ? content : JSON.stringify(content);
    return [path, new Blob([part])] as const;
  });
  const conversion = await CONVERTERS[kind](filesFromBlobs(new Map(blobs)));
  const files = await finishDraft(conversion);
  const draft = await readPackage(filesFromBlobs(new Map([...files].map(([path, bytes]) => [path, new Blob([bytes])]))));
  return { draft, unmapped: conversion.unmapped.map(({ path }) => path) };
}

export const steps = ({ manifest }: ModelPackage): string[] => manifest.pipeline.map(({ step }) => step);
export const kwargs = ({ manifest }: ModelPackage, name: string): unknown => manifest.pipeline.find(({ step }) => step === name)?.kwargs;

/** 40 × 60 pixels of one colour. */
export const photo = (value: readonly [number, number, number]): SourcePayload => ({
  kind: 'frame',
  spacing: null,
  modalityLut: null,
  frame: {
    rows: 40,
    columns: 60,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'RGB',
    pixels: Uint8Array.from({ length: 40 * 60 * 3 }, (_, i) => value[i % 3] ?? 0),
    palette: null,
  },
});

/** Runs it on its only source. */
export async function run(draft: ModelPackage, payload: SourcePayload) {
  const session = await ModelSession.load(draft, nodeRuntime(1));
  try {
    const [id = ''] = draft.manifest.sources.map((source) => source.id);
    return await session.run(sourceValues(new Map([[id, payload]])));
  } finally {
    await session.release();
  }
}

/** Channel means as scores: a classifier whose answers can be worked out by hand. */
export function classifier(side: number | string, metadata: ModelSpec['metadata'] = {}, rank = 2, classes = 3): Uint8Array<ArrayBuffer> {
  const pooled = { type: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['p'] };
  const flat = { type: 'Flatten', inputs: ['p'], outputs: ['logits'], attributes: [intAttribute('axis', 1)] };
  return model({
    nodes: [pooled, flat],
    initializers: [],
    inputs: [valueInfo('pixel_values', ['batch', 3, side, side])],
    outputs: [valueInfo('logits', rank === 2 ? ['batch', classes] : ['batch', classes, 1])],
    metadata,
  });
}

/** 1 × 1 × 1 convolution to `classes` channels: channel k answers k-th affine of the voxel. */
export function segmenter(classes: number, inputs = 1): Uint8Array<ArrayBuffer> {
  const weights = Float32Array.from({ length: classes * inputs }, (_, i) => Math.floor(i / inputs));
  const bias = Float32Array.from({ length: classes }, (_, k) => -(k * k) / 2);
  return model({
    nodes: [{ type: 'Conv', inputs: ['image', 'w', 'b'], outputs: ['logits'], attributes: [intsAttribute('kernel_shape', [1, 1, 1])] }],
    initializers: [floatTensor('w', [classes, inputs, 1, 1, 1], weights), floatTensor('b', [classes], bias)],
    inputs: [valueInfo('image', ['n', inputs, 'd', 'h', 'w'])],
    outputs: [valueInfo('logits', ['n', classes, 'd', 'h', 'w'])],
  });
}
