import type { DraftAnswers } from '../../app/app';

/** How samples from 0 to 1 become what a network was trained on. */
export const SCALINGS = {
  unit: { mean: [0], std: [1] },
  /** torchvision's statistics of ImageNet, by colour. */
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  symmetric: { mean: [0.5], std: [0.5] },
} as const satisfies Record<string, Pick<DraftAnswers, 'mean' | 'std'>>;
export type Scaling = keyof typeof SCALINGS;

export interface DraftForm {
  readonly name: string;
  /** 0: as they are. */
  readonly rows: number;
  readonly columns: number;
  readonly scaling: Scaling;
  /** One a line. */
  readonly labels: string;
}

/** What the form says; an empty list of classes says nothing. */
export function answersOf({ name, rows, columns, scaling, labels }: DraftForm): DraftAnswers {
  const names = labels
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    size: rows > 0 && columns > 0 ? [rows, columns] : null,
    ...SCALINGS[scaling],
    ...(names.length === 0 ? {} : { labels: names }),
  };
}
