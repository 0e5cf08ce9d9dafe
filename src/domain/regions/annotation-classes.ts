import type { StudyId } from '../ids';
import type { LabelDefinition } from '../model-package';
import type { Series } from '../study';

/** What a person may call a region or a thing that is counted; keys as those of models are data, words are for the screen. */
export type AnnotationClass = LabelDefinition;

/** Stands where models stand when labels are looked up (`labelLook`): no package may have it, ids there are lower case words. */
export const CLASSES_AS_MODEL = '/classes';

/** Classes chosen by a number key: 1–9. */
export const CLASS_KEYS = 9;

/** Told apart by the colour-blind (Okabe and Ito 2008; Tol 2021 for those after them). */
const COLOURS = ['#e15759', '#56b4e9', '#b07aa1', '#f0e442', '#3fbf7f', '#9aa3ad', '#ff9d4d', '#4d7dff', '#ff8ac2'] as const;

const define = (key: string, fr: string, en: string, i: number): AnnotationClass => ({ id: i, key, name: { fr, en }, color: colourAt(i) });

const PATHOLOGY: readonly AnnotationClass[] = [
  ['tumor', 'Tumeur', 'Tumour'],
  ['stroma', 'Stroma', 'Stroma'],
  ['necrosis', 'Nécrose', 'Necrosis'],
  ['inflammation', 'Inflammation', 'Inflammation'],
  ['normal-tissue', 'Tissu sain', 'Normal tissue'],
  ['artifact', 'Artefact', 'Artefact'],
].map(([key = '', fr = '', en = ''], i) => define(key, fr, en, i));

const RADIOLOGY: readonly AnnotationClass[] = [
  ['lesion', 'Lésion', 'Lesion'],
  ['organ', 'Organe', 'Organ'],
  ['normal-tissue', 'Tissu sain', 'Normal tissue'],
  ['artifact', 'Artefact', 'Artefact'],
].map(([key = '', fr = '', en = ''], i) => define(key, fr, en, i));

/** What a study starts with: what is seen under a microscope, or in a body. */
export function defaultClasses(kind: Series['kind']): readonly AnnotationClass[] {
  return kind === 'slide' || kind === 'photo' ? PATHOLOGY : RADIOLOGY;
}

/** A class with this name in both languages and a colour that none has yet; the list as it was where the name is taken or empty. */
export function addClass(classes: readonly AnnotationClass[], name: string): readonly AnnotationClass[] {
  const words = name.trim();
  if (words === '' || classes.some((one) => one.name.fr === words || one.name.en === words)) return classes;
  const key = freeKey(classes, words);
  const used = new Set(classes.map(({ color }) => color));
  const color = COLOURS.find((one) => !used.has(one)) ?? colourAt(classes.length);
  const id = Math.max(-1, ...classes.map((one) => one.id)) + 1;
  return [...classes, { id, key, name: { fr: words, en: words }, color }];
}

/** Those of a model, so that a person counts what it proposes; those that the list has already stay as they are. */
export function withModelClasses(classes: readonly AnnotationClass[], labels: readonly LabelDefinition[]): readonly AnnotationClass[] {
  const known = new Set(classes.map(({ key }) => key));
  const first = Math.max(-1, ...classes.map(({ id }) => id)) + 1;
  return [...classes, ...labels.filter(({ key }) => !known.has(key)).map((label, i) => ({ ...label, id: first + i }))];
}

/** Another name (in both languages) or colour; an empty name is none. */
export function changeClass(
  classes: readonly AnnotationClass[],
  key: string,
  { name, color }: { readonly name?: string; readonly color?: string },
): readonly AnnotationClass[] {
  const words = name?.trim() ?? '';
  return classes.map((one) =>
    one.key === key
      ? { ...one, ...(words === '' ? {} : { name: { fr: words, en: words } }), ...(color === undefined ? {} : { color }) }
      : one,
  );
}

function colourAt(i: number): string {
  return COLOURS[i % COLOURS.length] ?? COLOURS[0];
}

/** `Cellule géante` → `cellule-geante`; numbered where that is taken. */
function freeKey(classes: readonly AnnotationClass[], words: string): string {
  const plain = words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const base = plain === '' ? 'class' : plain;
  const taken = new Set(classes.map(({ key }) => key));
  for (let i = 1; ; i++) {
    const key = i === 1 ? base : `${base}-${String(i)}`;
    if (!taken.has(key)) return key;
  }
}

/** Classes that were changed, by study. */
export type StudyClasses = Readonly<Partial<Record<StudyId, readonly AnnotationClass[]>>>;

export function classesOf(changed: StudyClasses, series: Pick<Series, 'studyId' | 'kind'> | null): readonly AnnotationClass[] {
  return series === null ? [] : (changed[series.studyId] ?? defaultClasses(series.kind));
}

/** The class in hand: the one asked for, else the first; null without any. */
export function classInHand(classes: readonly AnnotationClass[], key: string | null): AnnotationClass | null {
  return classes.find((one) => one.key === key) ?? classes[0] ?? null;
}
