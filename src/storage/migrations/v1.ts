import type { Migration } from './migration';

export const v1: Migration = {
  version: 1,
  stores: {
    settings: 'key',
    packages: 'id',
    files: 'sha256',
    selfTests: '[weightsSha256+provider+adapter+appVersion]',
  },
};
