import type { ReactNode } from 'react';
import { CircleCheck, CircleMinus } from 'lucide-react';
import type { DeviceFacts } from '../../app/shell/device-facts';
import { usePackages, useShell } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './DeviceDialog.module.css';

interface Ability {
  readonly name: string;
  readonly value: string;
  /** Undefined: a figure, neither good nor bad. */
  readonly able?: boolean;
}

function Group({ title, abilities }: { readonly title: string; readonly abilities: readonly Ability[] }): ReactNode {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      <dl className={styles.facts}>
        {abilities.map(({ name, value, able }) => {
          const Icon = able === true ? CircleCheck : CircleMinus;
          return (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd className={classNames(able === true && styles.able, able === false && styles.unable)}>
                {able !== undefined && <Icon size={14} aria-hidden="true" />}
                <span>{value}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function useComputing({ webgpu, wasm }: DeviceFacts): readonly Ability[] {
  const t = useTranslate();
  const format = useFormat();
  const yesNo = (value: boolean): string => t(value ? 'common.yes' : 'common.no');
  const card: readonly Ability[] =
    webgpu.state === 'ready'
      ? [
          {
            name: t('device.webgpu'),
            value: webgpu.fallback ? t('device.webgpuFallback', { adapter: webgpu.adapter }) : webgpu.adapter,
            able: true,
          },
          { name: t('device.maxBuffer'), value: format.bytes(webgpu.maxBufferSize) },
          { name: t('device.maxBinding'), value: format.bytes(webgpu.maxStorageBufferBindingSize) },
          { name: t('device.half'), value: yesNo(webgpu.halfPrecision), able: webgpu.halfPrecision },
        ]
      : [{ name: t('device.webgpu'), value: t(`device.webgpu.${webgpu.state}`), able: false }];
  return [
    ...card,
    { name: t('device.threads'), value: t('device.threadsValue', { threads: wasm.threads, cores: wasm.cores }), able: wasm.threads > 1 },
    { name: t('device.simd'), value: yesNo(wasm.simd), able: wasm.simd },
    { name: t('device.isolated'), value: wasm.isolated ? t('common.yes') : t('device.isolatedNo'), able: wasm.isolated },
  ];
}

/** In two columns: what it computes with and remembers, what it shows and keeps. */
export function DeviceAbilities({ facts }: { readonly facts: DeviceFacts }) {
  const storage = usePackages((packages) => packages.storage);
  const offline = useShell((shell) => shell.offline.status);
  const durability = useShell((shell) => shell.runtime.storage);
  const computing = useComputing(facts);
  const t = useTranslate();
  const format = useFormat();
  const { memory, webgl, codecs } = facts;
  const bytes = (value: number | null): string => (value === null ? t('device.unknown') : format.bytes(value));
  const upTo = (value: number): string => t('device.upTo', { bytes: format.bytes(value) });
  const shown: readonly Ability[] =
    webgl === null
      ? [{ name: t('device.webgl'), value: t('device.webglNone'), able: false }]
      : [
          { name: t('device.webgl'), value: webgl.renderer, able: true },
          { name: t('device.texture'), value: t('device.textureValue', { size: webgl.maxTextureSize }) },
        ];
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Group title={t('device.compute')} abilities={computing} />
        <Group
          title={t('device.remember')}
          abilities={[
            {
              name: t('device.memory'),
              value: memory.device === null ? t('device.unknown') : t('device.memoryValue', { gibibytes: memory.device }),
            },
            { name: t('device.heap'), value: memory.heapLimit === null ? t('device.unknown') : upTo(memory.heapLimit) },
            { name: t('device.budget'), value: upTo(memory.budget) },
          ]}
        />
      </div>
      <div className={styles.column}>
        <Group title={t('device.show')} abilities={[...shown, { name: t('device.codecs'), value: codecs.join(', '), able: true }]} />
        <Group
          title={t('device.keep')}
          abilities={[
            { name: t('device.storageModels'), value: bytes(storage?.models ?? null) },
            { name: t('device.storageUsed'), value: bytes(storage?.used ?? null) },
            { name: t('device.storageLeft'), value: bytes(storage?.left ?? null) },
            { name: t('device.storage'), value: t(`packages.durability.${durability}`), able: durability === 'persistent' },
            { name: t('device.offline'), value: t(`offline.${offline}`), able: offline === 'ready' },
          ]}
        />
      </div>
    </div>
  );
}
