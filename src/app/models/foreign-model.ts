import { AppError } from '../../domain/errors';
import type { Conversion } from '../../inference/packages/converters/conversion';
import type { Unmapped } from '../../inference/packages/converters/shared/not-mapped';
import { describeTask, type OnnxTask } from '../../inference/packages/converters/shared/onnx-task';
import { onnxNetwork } from '../../inference/packages/converters/shared/draft-network';
import { finishDraft } from '../../inference/packages/converters/finish-draft';
import { draftFromOnnx, type OnnxAnswers } from '../../inference/packages/converters/onnx';
import { guessConverter } from '../../inference/packages/converters/guess-converter';
import { CONVERTERS, type ConverterId } from '../../inference/packages/converters/registry';
import { filesFromBlobs, type PackageBlobs } from '../../inference/packages/package-files';
import type { OnnxTensorInfo } from '../../inference/packages/onnx/scan';

/** A model of another format, made a draft package. */
export interface ConvertedModel {
  readonly from: ConverterId;
  /** The model's own name. */
  readonly name: string;
  readonly files: PackageBlobs;
  /** What the draft does not carry. */
  readonly unmapped: readonly Unmapped[];
}

/** What a bare network says of itself, and what may be guessed from it. */
export interface NetworkDescription extends Pick<OnnxTask, 'task' | 'dims' | 'channels' | 'size' | 'classes'> {
  readonly inputs: readonly OnnxTensorInfo[];
  readonly outputs: readonly OnnxTensorInfo[];
  /** `ai.onnx 17`. */
  readonly opsets: readonly string[];
  readonly producer: string;
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

/**
 * Makes a draft package of a model in another format.
 * @throws AppError `conversion-failed`, `package-schema`, `package-step-unknown`, `onnx-*`, `read-failed`.
 */
export async function convertModel(files: PackageBlobs): Promise<ConvertedModel> {
  const from = guessConverter([...files.keys()]);
  if (from === null) throw new AppError('conversion-failed', 'these files are no model of a known format', { problem: 'format' });
  const conversion = await CONVERTERS[from](filesFromBlobs(files));
  return drafted(from, conversion);
}

/** Makes a draft package of a bare network and of what the user has said of it. @throws AppError as `convertModel`. */
export async function draftOfNetwork(network: Blob, name: string, answers: OnnxAnswers): Promise<ConvertedModel> {
  const conversion = draftFromOnnx(new Uint8Array(await network.arrayBuffer()), name, answers);
  return drafted('onnx', conversion);
}

async function drafted(from: ConverterId, conversion: Conversion): Promise<ConvertedModel> {
  const name = String(conversion.manifest['name']);
  return { from, name, files: toBlobs(await finishDraft(conversion)), unmapped: conversion.unmapped };
}

/** Reads a bare network without running or decoding anything of it. @throws AppError `onnx-*`, `conversion-failed`. */
export async function describeNetwork(network: Blob): Promise<NetworkDescription> {
  const found = onnxNetwork(new Uint8Array(await network.arrayBuffer()));
  const { scan, inputs, outputs } = found;
  const { task, dims, channels, size, classes } = describeTask(found);
  return {
    inputs,
    outputs,
    opsets: Array.from(scan.opsets, ([domain, version]) => `${domain} ${String(version)}`),
    producer: scan.producer.slice(0, 200),
    metadata: Array.from(scan.metadata, ([name, value]) => [name.slice(0, 100), value.slice(0, 400)] as const),
    task,
    dims,
    channels,
    size,
    classes,
  };
}

function toBlobs(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): PackageBlobs {
  return new Map(Array.from(files, ([path, bytes]) => [path, new Blob([bytes])]));
}
