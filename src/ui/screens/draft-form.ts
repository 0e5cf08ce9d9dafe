import type { DraftAnswers, DraftQuestion } from '../../app/app';

export type BareNetwork = Extract<DraftQuestion, { kind: 'network' }>['network'];

/** How samples from 0 to 1 become what a network was trained on. */
const SCALINGS = {
  unit: { mean: [0], std: [1] },
  /** torchvision's statistics of ImageNet, by colour. */
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  symmetric: { mean: [0.5], std: [0.5] },
} as const satisfies Record<string, Pick<DraftAnswers, 'mean' | 'std'>>;
type Scaling = keyof typeof SCALINGS;

export type Preparation = Scaling | NonNullable<DraftAnswers['intensity']>;

export interface DraftForm {
  readonly name: string;
  /** Rows and columns, for volumes slices before them, empty where no image goes in; 0: as they are. */
  readonly size: readonly number[];
  /** Null where no image goes in. */
  readonly preparation: Preparation | null;
  /** Columns of a table, one a line. */
  readonly columns: string;
  /** Classes, one a line. */
  readonly labels: string;
}

/** What may be done to the values of the images that go in: statistics by colour need three of them. */
export function preparationsOf({ dims, channels }: BareNetwork): readonly Preparation[] {
  if (dims === 3) return ['zscore', 'range', 'hounsfield', 'stored'];
  if (dims === 2) return channels === 1 ? ['unit', 'symmetric'] : ['unit', 'imagenet', 'symmetric'];
  return [];
}

/** The form as it opens, with what the file says. */
export function formOf(network: BareNetwork, fileName: string): DraftForm {
  return {
    name: fileName.replace(/\.onnx$/i, ''),
    size: network.size ?? Array.from({ length: network.dims }, () => 0),
    preparation: preparationsOf(network)[0] ?? null,
    columns: '',
    labels: '',
  };
}

/** Whether a draft can be made of it: of texts and of several inputs none can, and a table needs the names of its columns. */
export function canDraft({ task, channels }: BareNetwork, { columns }: DraftForm): boolean {
  if (task === 'text' || task === 'tensor') return false;
  return task !== 'table' || linesOf(columns).length === channels;
}

/** What the form says; an empty list of classes says nothing. */
export function answersOf({ name, size, preparation, columns, labels }: DraftForm): DraftAnswers {
  const [classes, names] = [linesOf(labels), linesOf(columns)];
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(size.length === 0 ? {} : { size: size.every((length) => length > 0) ? size : null }),
    ...preparationAnswer(preparation),
    ...(names.length === 0 ? {} : { columns: names }),
    ...(classes.length === 0 ? {} : { labels: classes }),
  };
}

function preparationAnswer(preparation: Preparation | null): DraftAnswers {
  if (preparation === null) return {};
  return isScaling(preparation) ? SCALINGS[preparation] : { intensity: preparation };
}

function isScaling(preparation: Preparation): preparation is Scaling {
  return Object.hasOwn(SCALINGS, preparation);
}

/** Lines that are not empty. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
