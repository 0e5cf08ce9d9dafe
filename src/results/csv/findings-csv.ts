import type { LabelLook } from '../../domain/label-look';
import { isOnImage, isPersonsRegion, type Finding, type FindingStatus } from '../../domain/finding';
import type { InstanceId } from '../../domain/ids';
import { isRegional, measureRegion, type RegionSize } from '../../domain/regions/region';
import { isShown } from '../../domain/review/summary';
import type { FrameInfo, ImageInstance, Series } from '../../domain/study';
import { RESEARCH_STATEMENT, type ReviewExport } from '../review-export';
import { writeCsv, type Cell } from './csv-writer';

/** Columns in order. */
export const FINDING_COLUMNS = [
  'number',
  'series',
  'file',
  'sopInstanceUid',
  'fileSha256',
  'frame',
  'label',
  'labelName',
  'score',
  'threshold',
  'status',
  'author',
  'modelId',
  'modelVersion',
  'weightsSha256',
  'provider',
  'x',
  'y',
  'width',
  'height',
  'widthMm',
  'heightMm',
  'calibration',
  'note',
  'decidedAt',
  'proposedLabel',
  'proposedScore',
  'proposedX',
  'proposedY',
  'proposedWidth',
  'proposedHeight',
  'evidence',
  'amount',
  'amountUnit',
  'row',
  'textStart',
  'textEnd',
  'perimeter',
  'perimeterUnit',
] as const;
export type FindingColumn = (typeof FINDING_COLUMNS)[number];

/** Words of one language. Headers should name units (px, mm). */
export interface FindingsCsvWords {
  readonly columns: Readonly<Record<FindingColumn, string>>;
  readonly statuses: Readonly<Record<FindingStatus, string>>;
  readonly authors: Readonly<Record<Finding['author']['kind'], string>>;
  /** Names of label keys (`RBC` → `Globule rouge`), as the model that found them has them. */
  readonly labels: Pick<LabelLook, 'nameOf'>;
}

/**
 * One line per finding shown (a proposal under the threshold is left out, a rejected one is not), then the
 * research-use statement. Series and files are numbered from 1 in session order; boxes are in pixels of the image as
 * displayed, x and y the top-left corner; mm only where the image states a pixel size.
 */
export function findingsCsv(input: ReviewExport, words: FindingsCsvWords): string {
  const places = placesOf(input.series);
  const shown = input.findings.filter((finding) => isShown(finding, input.thresholds));
  const rows = shown.map((finding, index) =>
    findingRow(finding, index + 1, input, words, isOnImage(finding) ? places.get(finding.evidence.instance) : undefined),
  );
  const header = FINDING_COLUMNS.map((column) => words.columns[column]);
  return writeCsv([header, ...rows, [RESEARCH_STATEMENT[input.language]]], input.language);
}

interface Place {
  readonly series: Series;
  readonly instance: ImageInstance;
  /** From 1. */
  readonly seriesNumber: number;
  readonly fileNumber: number;
}

function placesOf(all: readonly Series[]): ReadonlyMap<InstanceId, Place> {
  return new Map(
    all.flatMap((series, seriesIndex) =>
      series.instances.map((instance, fileIndex) => {
        const place: Place = { series, instance, seriesNumber: seriesIndex + 1, fileNumber: fileIndex + 1 };
        return [instance.id, place] as const;
      }),
    ),
  );
}

function findingRow(
  finding: Finding,
  number: number,
  input: ReviewExport,
  words: FindingsCsvWords,
  place: Place | undefined,
): readonly Cell[] {
  const { author, evidence, proposal } = finding;
  const onImage = evidence.kind === 'text' ? null : evidence;
  const box = onImage?.box;
  const proposed = proposal === null || proposal.evidence.kind === 'text' ? null : proposal.evidence.box;
  const model = author.kind === 'model' ? author : null;
  const spacing = place === undefined || onImage === null ? null : (frameOf(place.series, onImage)?.spacing ?? null);
  const size = isPersonsRegion(finding) && onImage !== null && isRegional(onImage) ? measureRegion(onImage, spacing) : null;
  const cells: Readonly<Record<FindingColumn, Cell>> = {
    number: whole(number),
    series: whole(place?.seriesNumber),
    file: whole(place?.fileNumber),
    sopInstanceUid: input.identityHidden ? null : (place?.instance.uid ?? null),
    fileSha256: (onImage === null ? undefined : input.fileSha256.get(onImage.instance)) ?? null,
    frame: whole(onImage?.frameNumber),
    label: finding.label,
    labelName: words.labels.nameOf(finding.label, model?.modelId ?? null),
    score: decimal(finding.score, 4),
    threshold: decimal(model === null ? null : input.thresholds[model.modelId], 4),
    status: words.statuses[finding.status],
    author: words.authors[author.kind],
    modelId: model?.modelId ?? null,
    modelVersion: model?.modelVersion ?? null,
    weightsSha256: model?.weightsSha256 ?? null,
    provider: model?.provider ?? null,
    x: decimal(box?.x, 1),
    y: decimal(box?.y, 1),
    width: decimal(box?.width, 1),
    height: decimal(box?.height, 1),
    widthMm: millimetres(box?.width, spacing?.column),
    heightMm: millimetres(box?.height, spacing?.row),
    calibration: spacing?.calibration ?? null,
    note: finding.note,
    decidedAt: finding.decidedAt,
    proposedLabel: proposal?.label ?? null,
    proposedScore: decimal(proposal?.score, 4),
    proposedX: decimal(proposed?.x, 1),
    proposedY: decimal(proposed?.y, 1),
    proposedWidth: decimal(proposed?.width, 1),
    proposedHeight: decimal(proposed?.height, 1),
    evidence: evidence.kind,
    amount: size === null ? decimal(evidence.kind === 'region' ? evidence.amount.value : null, 3) : decimal(size.area, areaDigits(size)),
    amountUnit: size === null ? (evidence.kind === 'region' ? evidence.amount.unit : null) : size.unit === 'mm' ? 'mm2' : 'px',
    row: whole(evidence.kind === 'text' && evidence.row !== null ? evidence.row + 1 : undefined),
    textStart: whole(evidence.kind === 'text' ? evidence.start : undefined),
    textEnd: whole(evidence.kind === 'text' ? evidence.end : undefined),
    perimeter: decimal(size?.perimeter, size?.unit === 'mm' ? 5 : 1),
    perimeterUnit: size?.unit ?? null,
  };
  return FINDING_COLUMNS.map((column) => cells[column]);
}

/** To a hundredth of a millimetre; of a microscope's picture, to a hundredth of a micrometre. */
function millimetres(pixels: number | undefined, spacing: number | undefined): Cell {
  if (pixels === undefined || spacing === undefined) return null;
  return decimal(pixels * spacing, spacing < 0.01 ? 5 : 2);
}

/** Square millimetres to a square micrometre. */
function areaDigits({ unit }: RegionSize): number {
  return unit === 'mm' ? 6 : 0;
}

function frameOf(series: Series, at: { readonly instance: InstanceId; readonly frameNumber: number }): FrameInfo | undefined {
  return series.frames.find((frame) => frame.instance === at.instance && frame.frameNumber === at.frameNumber);
}

function whole(value: number | undefined): Cell {
  return decimal(value, 0);
}

function decimal(value: number | null | undefined, digits: number): Cell {
  return value === null || value === undefined || !Number.isFinite(value) ? null : { value, digits };
}
