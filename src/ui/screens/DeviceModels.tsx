import { packageKey, type InstalledPackage } from '../../domain/installed-package';
import type { SelfTest } from '../../domain/model-package';
import { estimateRun, samplesOf } from '../../app/models/run-estimate';
import { useModels, usePackages } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import table from '../kit/Table.module.css';
import { SelfTestBadge } from '../panels/ModelRow';
import styles from './DeviceDialog.module.css';

function TestCell({ one, provider }: { readonly one: InstalledPackage; readonly provider: SelfTest['provider'] }) {
  const t = useTranslate();
  const format = useFormat();
  const test = one.selfTests.findLast((each) => each.provider === provider);
  return (
    <td>
      <SelfTestBadge provider={provider} state={one.selfTestStates[provider]} />
      {test !== undefined && (
        <span className={styles.detail}>
          {t('device.testDetail', {
            date: format.date(test.date),
            error: format.scientific(test.maximumError),
            time: format.milliseconds(test.milliseconds),
          })}
        </span>
      )}
    </td>
  );
}

function TimeCell({ one }: { readonly one: InstalledPackage }) {
  const last = useModels((models) => models.lastRuns[packageKey(one.summary)]);
  const series = useActiveSeries() ?? null;
  const t = useTranslate();
  const format = useFormat();
  const estimate = estimateRun(one.selfTests, last, samplesOf(one.summary, series));
  return (
    <td className={table.number}>
      {estimate === null ? t('device.notTimed') : t(`device.${estimate.basis}`, { time: format.milliseconds(estimate.milliseconds) })}
    </td>
  );
}

/** Each installed version: its tests here, and what one run takes. */
export function DeviceModels() {
  const installed = usePackages((packages) => packages.installed);
  const t = useTranslate();
  if (installed.length === 0) return <p>{t('device.noModels')}</p>;
  return (
    <>
      <table className={classNames(table.table, styles.models)}>
        <thead>
          <tr>
            <th scope="col">{t('device.model')}</th>
            <th scope="col">{t('provider.webgpu')}</th>
            <th scope="col">{t('provider.wasm')}</th>
            <th scope="col" className={table.number}>
              {t('device.perRun')}
            </th>
          </tr>
        </thead>
        <tbody>
          {installed.map((one) => (
            <tr key={packageKey(one.summary)} data-testid="device-model" data-model-id={one.summary.id}>
              <th scope="row">
                {t.local(one.summary.name)}
                <span className={styles.detail}>{t('packages.version', { version: one.summary.version })}</span>
              </th>
              <TestCell one={one} provider="webgpu" />
              <TestCell one={one} provider="wasm" />
              <TimeCell one={one} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.hint}>{t('device.perRunHint')}</p>
    </>
  );
}
