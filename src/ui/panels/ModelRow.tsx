import {
  BadgeCheck,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  LoaderCircle,
  OctagonAlert,
  Pin,
  ShieldQuestionMark,
  ShieldX,
  type LucideIcon,
} from 'lucide-react';
import type { InstalledPackage, SelfTestState } from '../../domain/installed-package';
import type { TrustState } from '../../domain/trust';
import { useFormat, useTranslate } from '../i18n/language';
import { Badge, type BadgeProps } from '../kit/Badge';
import { classNames } from '../kit/class-names';
import styles from './ModelRow.module.css';
import { TryDemo } from './TryDemo';

type Tone = NonNullable<BadgeProps['tone']>;

const TRUST: Readonly<Record<TrustState, readonly [LucideIcon, Tone]>> = {
  known: [BadgeCheck, 'success'],
  unknown: [ShieldQuestionMark, 'warning'],
  unsigned: [ShieldQuestionMark, 'plain'],
  tampered: [ShieldX, 'error'],
};

const TESTS: Readonly<Record<SelfTestState, readonly [LucideIcon, Tone]>> = {
  none: [CircleDashed, 'plain'],
  running: [LoaderCircle, 'plain'],
  passed: [CircleCheck, 'success'],
  failed: [OctagonAlert, 'error'],
  unsupported: [CircleMinus, 'plain'],
};

/** What a test, or a script of the hospital, reads of a row. */
export function packageRowData(one: InstalledPackage): Readonly<Record<`data-${string}`, string>> {
  return {
    'data-testid': 'package-row',
    'data-model-id': one.summary.id,
    'data-version': one.summary.version,
    'data-trust': one.trust.state,
    'data-selftest-webgpu': one.selfTestStates.webgpu,
    'data-selftest-wasm': one.selfTestStates.wasm,
    'data-offline': String(one.readyOffline),
  };
}

export function TrustBadge({ state }: { readonly state: TrustState }) {
  const t = useTranslate();
  const [icon, tone] = TRUST[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t(`packages.trust.${state}`)}
    </Badge>
  );
}

export function SelfTestBadge({ provider, state }: { readonly provider: 'webgpu' | 'wasm'; readonly state: SelfTestState }) {
  const t = useTranslate();
  const [icon, tone] = TESTS[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t('packages.testLine', { provider: t(`provider.${provider}`), state: t(`packages.test.${state}`) })}
    </Badge>
  );
}

/** Whether this version is the one that runs, and why. */
export function UseBadges({ one }: { readonly one: InstalledPackage }) {
  const t = useTranslate();
  return (
    <>
      {one.pinned && (
        <Badge icon={Pin} tone="accent">
          {t('packages.pinned')}
        </Badge>
      )}
      {!one.summary.verified && <Badge tone="warning">{t('packages.unverified')}</Badge>}
    </>
  );
}

/** One installed version in a line. */
export function ModelRow({ one }: { readonly one: InstalledPackage }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <li className={classNames(styles.row, !one.active && styles.reserve)} {...packageRowData(one)}>
      <span className={styles.name}>{t.local(one.summary.name)}</span>
      <span className={styles.muted}>
        {t('packages.version', { version: one.summary.version })}
        {!one.active && ` · ${t('packages.inactive')}`}
      </span>
      <span className={styles.badges}>
        <UseBadges one={one} />
        <TrustBadge state={one.trust.state} />
        {one.active && <TryDemo summary={one.summary} short />}
      </span>
      <span className={styles.size}>{format.bytes(one.summary.size)}</span>
    </li>
  );
}
