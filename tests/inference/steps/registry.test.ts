import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findStep, STEPS } from '../../../src/inference/steps/registry';

const FOLDER = new URL('../../../src/inference/steps/', import.meta.url);

describe('step registry', () => {
  it('has one line for each file of the groups, and `infer`', () => {
    const groups = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const files = groups.flatMap(({ name }) =>
      readdirSync(new URL(`${name}/`, FOLDER)).filter((file) => file.endsWith('.ts') && file !== 'registry.ts'),
    );
    expect(Object.keys(STEPS)).toHaveLength(files.length + 1);
  });

  it('files every step under its own name and version', () => {
    for (const [id, step] of Object.entries(STEPS)) expect(id).toBe(`${step.name}@${String(step.version)}`);
  });

  it('finds a step with and without version, and no other', () => {
    expect(findStep('Resize')).toBe(findStep('Resize@1'));
    expect(findStep('Resize@99')).toBeUndefined();
    expect(findStep('constructor')).toBeUndefined();
    expect(findStep('resize')).toBeUndefined();
  });
});
