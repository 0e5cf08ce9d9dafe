import { describe, expect, it } from 'vitest';
import { answersOf, canDraft, formOf, preparationsOf, type BareNetwork } from '../../src/ui/screens/draft-form';
import { NETWORK_DRAFT } from './fake-data';

const network = (patch: Partial<BareNetwork>): BareNetwork => {
  if (NETWORK_DRAFT.kind !== 'network') throw new Error('the fake draft is of no network');
  return { ...NETWORK_DRAFT.network, ...patch };
};

describe('the form of a bare network', () => {
  it('asks rows and columns of an image, and colour statistics where it has colours', () => {
    const plane = network({});
    expect(formOf(plane, 'cells.ONNX')).toMatchObject({ name: 'cells', size: [224, 224], preparation: 'unit' });
    expect(preparationsOf(plane)).toContain('imagenet');
    expect(preparationsOf(network({ channels: 1 }))).not.toContain('imagenet');
  });

  it('asks slices, rows and columns of a volume, and nothing about 255', () => {
    const volume = network({ dims: 3, channels: 1, size: null, task: 'segmentation' });
    const form = formOf(volume, 'brain.onnx');
    expect(form).toMatchObject({ size: [0, 0, 0], preparation: 'zscore' });
    expect(preparationsOf(volume)).not.toContain('unit');
    expect(answersOf(form)).toEqual({ name: 'brain', size: null, intensity: 'zscore' });
    expect(answersOf({ ...form, size: [64, 96, 96], preparation: 'hounsfield' })).toMatchObject({
      size: [64, 96, 96],
      intensity: 'hounsfield',
    });
  });

  it('asks a table for as many names as the network has columns', () => {
    const table = network({ dims: 0, channels: 2, size: null, task: 'table' });
    const form = formOf(table, 'risk.onnx');
    expect(form).toMatchObject({ size: [], preparation: null });
    expect(canDraft(table, form)).toBe(false);
    const named = { ...form, columns: ' âge \n\ncréatinine', labels: 'non\noui' };
    expect(canDraft(table, named)).toBe(true);
    expect(answersOf(named)).toEqual({ name: 'risk', columns: ['âge', 'créatinine'], labels: ['non', 'oui'] });
  });

  it.each(['text', 'tensor'] as const)('makes no draft of %s', (task) => {
    const other = network({ dims: 0, size: null, task });
    expect(canDraft(other, formOf(other, 'x.onnx'))).toBe(false);
  });
});
