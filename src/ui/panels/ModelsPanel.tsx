import { useMemo, type ReactNode } from 'react';
import { Boxes, Play, Video, PackagePlus, RotateCcw } from 'lucide-react';
import { packageKey, type InstalledPackage } from '../../domain/installed-package';
import { isFinal } from '../../domain/job';
import type { Applicability, InstalledModel, ModelOutputSummary } from '../../domain/model-package';
import { isAskedByPoints } from '../../domain/prompt';
import { useCommands, useModels, usePackages, useReview, useShell, useView } from '../app-context';
import { useDialogs } from '../dialogs';
import { useActiveSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { Slider } from '../kit/Field';
import { Message } from '../kit/Message';
import { Section } from '../kit/Section';
import { usePackagePicker } from '../package-picker';
import { JobProgress } from './JobProgress';
import { MemoryLine } from './MemoryLine';
import { ModelCard } from './ModelCard';
import { ModelItem } from './ModelItem';
import { ModelRow, packageRowData } from './ModelRow';
import { PromptControls } from './PromptControls';
import { QueueList } from './QueueList';
import { TryDemo } from './TryDemo';
import styles from './ModelsPanel.module.css';

function Threshold({ model }: { readonly model: InstalledModel }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { id, threshold } = model.summary;
  const value = useReview((review) => review.thresholds[id] ?? threshold.value);
  const text = t('models.thresholdValue', { value: format.fixed(value, 2) });
  return (
    <div className={styles.threshold}>
      <div className={styles.thresholdHead}>
        <span className={styles.muted}>{t('models.threshold')}</span>
        <span className={styles.state}>
          {text}
          {value !== threshold.value && (
            <IconButton
              icon={RotateCcw}
              size={14}
              label={`${t('models.thresholdReset')} (${format.fixed(threshold.value, 2)})`}
              onClick={() => {
                commands.setThreshold(id, threshold.value);
              }}
            />
          )}
        </span>
      </div>
      {threshold.userAdjustable && (
        <Slider
          label={t('models.threshold')}
          value={value}
          minimum={0.05}
          maximum={0.95}
          step={0.01}
          valueText={text}
          onChange={(next) => {
            commands.setThreshold(id, next);
          }}
        />
      )}
    </div>
  );
}

function Reasons({ applicability }: { readonly applicability: Applicability }) {
  const t = useTranslate();
  return (
    <ul className={styles.reasons}>
      {applicability.reasons.map((reason) => (
        <li key={reason.en}>{t.local(reason)}</li>
      ))}
    </ul>
  );
}

/** This model has already looked at the series on screen: by what it proposed there, or by the last run. */
function useHasRunHere(modelId: string): boolean {
  const series = useActiveSeries()?.id ?? null;
  const job = useModels((models) => models.job);
  const found = useReview((review) =>
    review.findings.some((finding) => finding.series === series && finding.author.kind === 'model' && finding.author.modelId === modelId),
  );
  return found || (job !== null && job.modelId === modelId && job.series === series && isFinal(job));
}

/** Whether anything runs or waits, and this model on the series on screen among it. */
function useUnderWay(modelId: string): { readonly busy: boolean; readonly same: boolean } {
  const series = useActiveSeries()?.id ?? null;
  const queue = useModels((models) => models.queue);
  const open = queue.filter(({ job }) => !isFinal(job));
  return { busy: open.length > 0, same: open.some(({ job }) => job.modelId === modelId && job.series === series) };
}

/** The run button, and what stands between it and the run. */
function Run({ model, applicability }: { readonly model: InstalledModel; readonly applicability: Applicability | null }) {
  const commands = useCommands();
  const t = useTranslate();
  const { same, busy } = useUnderWay(model.summary.id);
  const acknowledge = useModels((models) => models.acknowledgeNeeded);
  const shown = useView((view) => view.viewports[view.active].state === 'ready');
  const again = useHasRunHere(model.summary.id);
  const blocked = applicability?.verdict === 'no' || model.state !== 'ready';
  return (
    <>
      {applicability?.verdict === 'no' && shown && (
        <Message level="info">
          {t('models.blocked')}
          <Reasons applicability={applicability} />
        </Message>
      )}
      <Button
        look="primary"
        icon={Play}
        className={styles.run}
        data-testid="run-model"
        disabled={same || blocked || !shown}
        onClick={commands.runModel}
      >
        {t(same ? 'models.underWay' : busy ? 'models.enqueue' : again ? 'models.runAgain' : 'models.run')}
      </Button>
      {model.summary.sources[0]?.kind === 'image' && !isAskedByPoints(model.summary) && <LiveButton disabled={model.state !== 'ready'} />}
      <MemoryLine />
      {isAskedByPoints(model.summary) && !blocked && <PromptControls />}
      {acknowledge && (
        <Message level="warning" live="alert">
          <strong>{t('models.acknowledgeTitle')}</strong>
          {applicability !== null && <Reasons applicability={applicability} />}
          <p>{t('models.acknowledgeText')}</p>
          <Button data-testid="run-acknowledge" onClick={commands.acknowledgeRun}>
            {t('models.acknowledge')}
          </Button>
        </Message>
      )}
    </>
  );
}

/** Opens the model on the camera. Frames are patient data: not before the seal test is done. */
function LiveButton({ disabled }: { readonly disabled: boolean }) {
  const dialogs = useDialogs();
  const t = useTranslate();
  const sealed = useShell(({ seal }) => seal.status === 'sealed' || seal.consented);
  return (
    <Button
      icon={Video}
      data-testid="live"
      disabled={disabled || !sealed}
      onClick={() => {
        dialogs.open('live');
      }}
    >
      {t('live.open')}
    </Button>
  );
}

function ManageButtons() {
  const dialogs = useDialogs();
  const pick = usePackagePicker();
  const t = useTranslate();
  return (
    <>
      <IconButton icon={PackagePlus} label={t('packages.import')} onClick={pick} />
      <IconButton
        icon={Boxes}
        label={t('packages.manage')}
        onClick={() => {
          dialogs.open('models');
        }}
      />
    </>
  );
}

/** A model that is used shows what it is for; other versions stand in reserve under it. */
function ModelEntries({ one, selected }: { readonly one: InstalledPackage; readonly selected: boolean }) {
  const applicability = useModels((state) => state.applicability[one.summary.id] ?? null);
  if (!one.active) return <ModelRow one={one} />;
  return (
    <li {...packageRowData(one)}>
      <ModelItem model={one} applicability={applicability} selected={selected} />
      {selected && (
        <div className={styles.chosen}>
          <Run model={one} applicability={applicability} />
          <TryDemo summary={one.summary} />
          {one.summary.outputs.some(hasThreshold) && <Threshold model={one} />}
          <ModelCard model={one} />
        </div>
      )}
    </li>
  );
}

/** Whose answers are shown or hidden by score. */
function hasThreshold({ kind }: ModelOutputSummary): boolean {
  return kind === 'boxes' || kind === 'points' || kind === 'polygons' || kind === 'instances';
}

const RANK = { yes: 0, warn: 1, no: 2 } as const;

/** Those that suit the image first; within one verdict as they were installed. Those that do not fold away, but for the one chosen. */
function useRanked(selected: string | null): { readonly shown: readonly InstalledPackage[]; readonly folded: readonly InstalledPackage[] } {
  const installed = usePackages((state) => state.installed);
  const applicability = useModels((state) => state.applicability);
  return useMemo(() => {
    const rank = ({ summary }: InstalledPackage): number => RANK[applicability[summary.id]?.verdict ?? 'warn'];
    const ranked = [...installed].sort((a, b) => rank(a) - rank(b));
    const folds = (one: InstalledPackage): boolean => rank(one) === RANK.no && one.summary.id !== selected;
    return { shown: ranked.filter((one) => !folds(one)), folded: ranked.filter(folds) };
  }, [installed, applicability, selected]);
}

export function ModelsPanel() {
  const models = useModels((state) => state.models);
  const selectedId = useModels((state) => state.selected);
  const job = useModels((state) => state.job);
  const starting = usePackages((state) => state.starting);
  const t = useTranslate();
  const selected = models.find((model) => model.summary.id === selectedId)?.summary.id ?? null;
  const { shown, folded } = useRanked(selected);
  const entry = (one: InstalledPackage): ReactNode => (
    <ModelEntries key={packageKey(one.summary)} one={one} selected={one.active && one.summary.id === selected} />
  );
  return (
    <Section title={t('models.title')} tools={<ManageButtons />}>
      {models.length === 0 && <p className={styles.muted}>{t(starting ? 'models.preparing' : 'models.none')}</p>}
      {job !== null && <JobProgress job={job} />}
      <QueueList shown={job} />
      {models.length > 0 && selected === null && <p className={styles.muted}>{t('models.choose')}</p>}
      <ul className={styles.list}>{shown.map(entry)}</ul>
      {folded.length > 0 && (
        <details className={styles.folded}>
          <summary>{t('models.folded', { count: folded.length })}</summary>
          <ul className={styles.list}>{folded.map(entry)}</ul>
        </details>
      )}
    </Section>
  );
}
