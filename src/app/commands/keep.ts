import { isOnImage } from '../../domain/finding';
import { AppError } from '../../domain/errors';
import type { InstanceId } from '../../domain/ids';
import type { JobState } from '../../domain/job';
import { classesOf } from '../../domain/regions/annotation-classes';
import { isShown } from '../../domain/review/summary';
import type { PixelLocator } from '../../io/opened';
import { exportFileName, type ExportFormat, type ReviewExport } from '../../results/review-export';
import { findingsCsv } from '../../results/csv/findings-csv';
import { sessionRecordText } from '../../results/session/session-record';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import { CSV_WORDS } from '../export-words';
import { sha256OfBlob } from '../hash';
import { activeSeries, labelSources } from '../label-sources';
import { answerArchive } from '../results/answer-archive';
import { fileOrder } from '../results/file-order';
import { downloadBlob } from '../shell/download';

export interface KeepPorts {
  /** The bytes of an open instance, null when they are gone. */
  source(instance: InstanceId): Blob | null;
  /** Where its pixels are in them, null when they are gone. */
  readonly locator: (instance: InstanceId) => PixelLocator | null;
  /** Jobs of this session, in order. */
  runs(): readonly JobState[];
  readonly notify: Notify;
  readonly report: Report;
}

export function createKeepCommands(stores: Stores, ports: KeepPorts): Pick<Commands, 'export'> {
  return {
    async export(format) {
      try {
        const before = stores.review.getState();
        const review = await collect(stores, ports);
        const { language } = review;
        downloadBlob(exportFileName(format, language, review.exportedAt), await contentOf(format, review, stores, ports));
        // The table holds no measurements, the maps neither those nor what people said of findings; and what was edited while the files were hashed is not in it.
        const complete = format === 'session' || (format === 'csv' && review.measurements.length === 0);
        const { findings } = stores.review.getState();
        const unchanged = findings === before.findings && stores.view.getState().measurements === review.measurements;
        if (complete && unchanged) stores.review.setState({ unexported: false });
        ports.notify('info', 'exported');
      } catch (error) {
        ports.report(
          error instanceof AppError ? error : new AppError('export-failed', 'the export could not be written', {}, { cause: error }),
        );
      }
    },
  };
}

async function contentOf(format: ExportFormat, review: ReviewExport, stores: Stores, ports: KeepPorts): Promise<Blob> {
  switch (format) {
    case 'csv':
      return new Blob([findingsCsv(review, CSV_WORDS[review.language](labelSources(stores)))], {
        type: 'text/csv;charset=utf-8',
      });
    case 'session':
      return new Blob([sessionRecordText(review)], { type: 'application/json' });
    case 'maps':
      return answerArchive(review, (series) => fileOrder(series, ports.locator));
  }
}

/** Everything an export says, from the stores as they are now. */
async function collect(stores: Stores, ports: KeepPorts): Promise<ReviewExport> {
  const { studies, series } = stores.session.getState();
  const { findings, thresholds, answers } = stores.review.getState();
  const { measurements, identityHidden } = stores.view.getState();
  const { runtime } = stores.shell.getState();
  const used = new Set([
    ...findings.filter(isOnImage).map(({ evidence }) => evidence.instance),
    ...measurements.map(({ instance }) => instance),
  ]);
  const fileSha256 = new Map<InstanceId, string>();
  for (const instance of used) {
    const source = ports.source(instance);
    // A file that has gone meanwhile (a stick pulled out) must not cost the reader the export.
    const hash = source === null ? null : await sha256OfBlob(source).catch(() => null);
    if (hash !== null) fileSha256.set(instance, hash);
  }
  const runs = ports.runs();
  const ran = new Set(runs.map(({ modelId }) => modelId));
  return {
    app: { version: runtime.appVersion, commit: runtime.commit },
    browser: runtime.browser,
    language: stores.settings.getState().language,
    exportedAt: new Date().toISOString(),
    identityHidden,
    studies,
    series,
    fileSha256,
    models: stores.models
      .getState()
      .models.filter(({ summary }) => ran.has(summary.id))
      .map(({ summary, selfTests }) => ({
        id: summary.id,
        version: summary.version,
        weightsSha256: summary.weightsSha256,
        selfTests,
      })),
    runs,
    thresholds,
    // What the reader never saw, under the threshold, is no finding.
    findings: findings.filter((finding) => isShown(finding, thresholds)),
    answers,
    measurements,
    classes: classesOf(stores.review.getState().classes, activeSeries(stores)),
  };
}
