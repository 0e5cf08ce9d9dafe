import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Bot, ChevronDown, ChevronUp, Eye, EyeOff, LayoutGrid, SquarePlus } from 'lucide-react';
import { isOneOfMany, isOnImage } from '../../domain/finding';
import { isDecided } from '../../domain/review/verdicts';
import { isShown, summarise } from '../../domain/review/summary';
import { useCommands, useModels, useReview, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useKeyCommands } from '../hooks/use-key-commands';
import { foundLabels } from '../hooks/found-labels';
import { useLabels } from '../hooks/use-labels';
import { useRevealOnSuccess } from '../hooks/use-reveal';
import { useShownAnswers } from '../hooks/use-shown-answers';
import { useShortcut } from '../hooks/use-shortcut';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { SelectField } from '../kit/Field';
import { Section } from '../kit/Section';
import { VirtualList } from '../kit/VirtualList';
import { ExportMenu } from './ExportMenu';
import { ANY_LABEL, filterFindings, modelOf, type FindingFilter, type NumberedFinding } from './finding-view';
import { FindingDetail } from './FindingDetail';
import { FindingRow } from './FindingRow';
import { FindingsSummary } from './FindingsSummary';
import styles from './FindingsPanel.module.css';

const ROW_HEIGHT = 48;
const STATUSES = ['all', 'proposed', 'accepted', 'edited', 'rejected'] as const;

/** Arrows walk the rows and stay on the same button of each. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const part = event.target instanceof HTMLElement ? event.target.getAttribute('data-part') : null;
  if (step === undefined || part === null) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(`[data-part="${part}"]`)];
  const next = buttons[buttons.findIndex((button) => button === event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Toolbar({ gallery }: { readonly gallery: boolean }) {
  const commands = useCommands();
  const t = useTranslate();
  const shortcut = useShortcut();
  const aiVisible = useReview((review) => review.aiVisible);
  const tool = useView((view) => view.tool);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('findings.title')}>
      <IconButton
        icon={ChevronUp}
        label={t('findings.previous')}
        shortcut={shortcut({ do: 'previous-finding' })}
        onClick={() => {
          commands.goToFinding(-1);
        }}
      />
      <IconButton
        icon={ChevronDown}
        label={t('findings.next')}
        shortcut={shortcut({ do: 'next-finding' })}
        onClick={() => {
          commands.goToFinding(1);
        }}
      />
      <IconButton
        icon={aiVisible ? Eye : EyeOff}
        label={t(aiVisible ? 'view.aiShown' : 'view.aiHidden')}
        shortcut={shortcut({ do: 'toggle-ai' })}
        pressed={!aiVisible}
        onClick={() => {
          commands.toggleAi();
        }}
      />
      <IconButton
        icon={SquarePlus}
        label={t('tool.add-finding')}
        shortcut={shortcut({ do: 'tool', tool: 'add-finding' })}
        pressed={tool === 'add-finding'}
        onClick={() => {
          commands.setTool('add-finding');
        }}
      />
      <IconButton
        icon={LayoutGrid}
        label={t('gallery.open')}
        shortcut={shortcut({ do: 'cell-gallery' })}
        disabled={!gallery}
        data-testid="cell-gallery-open"
        onClick={() => {
          commands.setGallery({ open: true });
        }}
      />
      <span className={styles.spacer} />
      <ExportMenu />
    </div>
  );
}

function useSeriesFindings(): readonly NumberedFinding[] {
  const findings = useReview((review) => review.findings);
  const thresholds = useReview((review) => review.thresholds);
  const series = useActiveSeries();
  const row = useView((view) => (series === null ? 0 : (view.rows[series.id] ?? 0)));
  return useMemo(
    () =>
      findings
        .filter((finding) => finding.series === series?.id)
        .filter(({ evidence }) => evidence.kind !== 'text' || evidence.row === null || evidence.row === row)
        .map((finding, index) => ({ finding, number: index + 1 }))
        .filter(({ finding }) => isShown(finding, thresholds)),
    [findings, thresholds, series, row],
  );
}

/** Labels that the models behind the findings may give, the background of maps left out: all others would only be empty lines. */
function useModelLabels(findings: readonly NumberedFinding[]): ReadonlySet<string> {
  const models = useModels((state) => state.models);
  return useMemo(() => {
    return new Set(
      foundLabels(
        models,
        findings.map(({ finding }) => finding),
      ),
    );
  }, [findings, models]);
}

/** Findings of the series in the active viewport: the accessible twin of what is drawn on the image. */
export function FindingsPanel() {
  const [filter, setFilter] = useState<FindingFilter>({ status: 'all', label: ANY_LABEL });
  const section = useRef<HTMLElement>(null);
  // Where models also answered in numbers, that panel above comes into view.
  const answered = useShownAnswers().length > 0;
  useRevealOnSuccess(section, !answered);
  const shown = useSeriesFindings();
  const series = useActiveSeries();
  const selectedId = useReview((review) => review.selected);
  const demoScore = useReview((review) => review.demoScore);
  const counted = useMemo(() => shown.filter(({ finding }) => isOneOfMany(finding)), [shown]);
  const labels = useLabels().of(modelOf(shown));
  const t = useTranslate();
  const keys = useKeyCommands('review');
  const known = useModelLabels(counted);
  const rows = useMemo(() => filterFindings(shown, filter), [shown, filter]);
  const summary = useMemo(
    () =>
      summarise(
        counted.map(({ finding }) => finding),
        {},
        null,
        labels.definitions.filter(({ key }) => known.has(key)).map(({ key }) => key),
      ),
    [counted, labels, known],
  );
  const filterable = useMemo(
    () => [...new Set([...summary.byLabel.map(({ label }) => label), ...shown.map(({ finding }) => finding.label)])],
    [summary, shown],
  );
  const selected = shown.find(({ finding }) => finding.id === selectedId) ?? null;
  const selectedRow = rows.findIndex(({ finding }) => finding.id === selectedId);
  const decided = shown.filter(({ finding }) => isDecided(finding)).length;
  const byModel = shown.some(({ finding }) => finding.author.kind === 'model');

  return (
    <Section ref={section} title={t('findings.title')} count={String(shown.length)}>
      <div className={styles.findings} data-testid="findings" data-count={shown.length}>
        <Toolbar gallery={counted.some(({ finding }) => isOnImage(finding))} />
        {shown.length === 0 && <p className={styles.muted}>{t('findings.none')}</p>}
        {shown.length > 0 && (
          <>
            <p className={styles.provenance}>
              {byModel && <Bot size={15} aria-hidden="true" />}
              {byModel && t('findings.proposal')}
              <span className={styles.reviewed} role="status">
                {t('findings.reviewed', { done: decided, total: shown.length })}
              </span>
            </p>
            {counted.length > 0 && <FindingsSummary summary={summary} labels={labels} score={demoScore} />}
            <div className={styles.filters}>
              <SelectField
                label={t('findings.filterStatus')}
                value={filter.status}
                options={STATUSES.map((value) => ({
                  value,
                  label: value === 'all' ? t('findings.filterAll') : t(`findings.status.${value}`),
                }))}
                onChange={(status) => {
                  setFilter({ ...filter, status });
                }}
              />
              <SelectField
                label={t('findings.filterLabel')}
                value={filter.label}
                options={[
                  { value: ANY_LABEL, label: t('findings.filterAll') },
                  ...filterable.map((label) => ({ value: label, label: labels.nameOf(label) })),
                ]}
                onChange={(label) => {
                  setFilter({ ...filter, label });
                }}
              />
            </div>
            {/* Review keys act here too, beside the image. */}
            <div
              role="presentation"
              onKeyDown={(event) => {
                walkRows(event);
                keys(event);
              }}
            >
              <VirtualList
                items={rows}
                rowHeight={ROW_HEIGHT}
                label={t('findings.title')}
                className={styles.list}
                activeIndex={selectedRow}
                keyOf={({ finding }) => finding.id}
                renderRow={(item, index) => (
                  <FindingRow
                    item={item}
                    series={series}
                    labels={labels}
                    selected={item.finding.id === selectedId}
                    tabbable={index === Math.max(0, selectedRow)}
                  />
                )}
              />
              {rows.length === 0 && <p className={styles.muted}>{t('findings.noneFiltered')}</p>}
            </div>
            {selected !== null && <FindingDetail key={selected.finding.id} item={selected} labels={labels} />}
          </>
        )}
      </div>
    </Section>
  );
}
