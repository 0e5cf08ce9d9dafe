import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findStep, STEPS } from '../../../src/inference/steps/registry';

const CONTRACT = ['step.ts', 'register.ts', 'registry.ts'];

describe('step registry', () => {
  it('has one line for each file of the folder', () => {
    const folder = new URL('../../../src/inference/steps/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !CONTRACT.includes(name));
    expect(Object.keys(STEPS)).toHaveLength(files.length);
  });

  it('files every step under its own name and version', () => {
    for (const [id, step] of Object.entries(STEPS)) expect(id).toBe(`${step.name}@${String(step.version)}`);
  });

  it('finds a step with and without version, and no other', () => {
    expect(findStep('Resize')).toBe(findStep('Resize@1'));
    expect(findStep('Resize@2')).toBeUndefined();
    expect(findStep('constructor')).toBeUndefined();
    expect(findStep('resize')).toBeUndefined();
  });
});
