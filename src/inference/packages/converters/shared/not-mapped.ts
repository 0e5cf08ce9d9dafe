import type { LocalizedText } from '../../../../domain/model-package';

/** Why something of a source is not in the draft, or how it got there by a guess; `{value}` is a name of the source. */
const REASONS = {
  'no-step': { fr: 'aucune étape pour « {value} »', en: 'no step for "{value}"' },
  'not-carried-over': { fr: 'non repris', en: 'not carried over' },
  'output-not-shown': { fr: 'non affichée : indiquez ce qu’elle signifie', en: 'not shown: say what it means' },
  'file-missing': { fr: 'la source n’a pas de fichier {value}', en: 'the source has no {value}' },

  'onnx-only': { fr: 'seuls les poids ONNX sont utilisés', en: 'only ONNX weights are used' },
  channels: { fr: '{value} canaux : indiquez la source de chacun', en: '{value} channels: state which source gives each' },
  'other-axis': { fr: 'selon un autre axe que les canaux', en: 'along another axis than the channels' },
  'no-test-tensor': { fr: 'aucun tenseur de test .npy dans la source', en: 'no .npy test tensor in the source' },

  'size-unclear': { fr: 'ni hauteur et largeur, ni shortest_edge', en: 'neither height and width nor shortest_edge' },
  'crop-unclear': { fr: 'pas une hauteur et une largeur', en: 'not a height and a width' },
  'not-three-numbers': { fr: 'pas trois nombres pour chaque', en: 'not three numbers each' },

  'not-a-transform': {
    fr: 'une expression, pas une transformation : les expressions ne sont jamais exécutées',
    en: 'an expression, not a transform: expressions are never run',
  },
  expression: { fr: 'une expression : les expressions ne sont jamais exécutées', en: 'an expression: expressions are never run' },
  'arguments-unknown': { fr: '{value} n’a pas d’étape avec ces arguments', en: '{value} with these arguments has no step' },
  'argument-unknown': { fr: 'l’étape n’a pas cet argument', en: 'the step has no such argument' },
  'activation-unknown': { fr: 'Activations sans softmax ni sigmoid', en: 'Activations without softmax or sigmoid' },
  'section-missing': { fr: 'absent du bundle', en: 'not in the bundle' },
  'section-expression': {
    fr: 'une expression, pas une liste de transformations',
    en: 'an expression, not a list of transforms',
  },
  'no-orientation': {
    fr: 'pas d’Orientation : les axes des fichiers d’entraînement ne sont pas connus ; x, y, z sont pris tels quels',
    en: 'no Orientation: the axes of the files it was trained on are not known; x, y, z are taken as they come',
  },
  'no-as-discrete': {
    fr: 'pas d’AsDiscrete : la classe du canal le plus fort est prise',
    en: 'no AsDiscrete: the class of the largest channel is taken',
  },
  'inferer-missing': { fr: 'absent du bundle : toute l’image d’un coup', en: 'not in the bundle: the whole image at once' },
  'inferer-unknown': {
    fr: '{value} avec cette fenêtre n’a pas d’équivalent : toute l’image d’un coup',
    en: '{value} with this window has no counterpart: the whole image at once',
  },
  'padding-mode': {
    fr: 'les images plus petites que la fenêtre sont complétées par une constante',
    en: 'images smaller than the window are filled with a constant',
  },

  'training-axes': {
    fr: 'nnU-Net garde les axes de ses fichiers d’entraînement ; la série arrive colonnes vers la gauche, lignes vers l’arrière',
    en: 'nnU-Net keeps the axes of its training files; the series comes as columns to the left, rows to the back',
  },
  pickle: {
    fr: 'son fichier de post-traitement est un pickle Python, qui n’est jamais lu',
    en: 'its postprocessing file is a Python pickle, which is never read',
  },
  'crop-to-nonzero': {
    fr: 'le recadrage aux valeurs non nulles est omis ; il change la vitesse, et les statistiques du score z où le bord n’est pas nul',
    en: 'the crop to the values that are not zero is left out; it changes speed, and statistics of the z-score where the border is not zero',
  },
  mirroring: {
    fr: 'conservés dans le point de sauvegarde, pas dans les plans : ajoutez tta.mirror_axes pour les symétries de nnU-Net',
    en: 'kept in the checkpoint, not in the plans: add tta.mirror_axes to mirror as nnU-Net does',
  },
  'whole-slices': {
    fr: 'un réseau 2D parcourt des coupes entières, pas des fenêtres de coupe',
    en: 'a 2-D network is led over whole slices, not over windows of them',
  },

  'tile-features': {
    fr: 'les probabilités des tuiles sont données comme caractéristiques, dans l’ordre des tuiles ; ajoutez AttentionMap pour une carte',
    en: 'tile probabilities are given as features in the order of the tiles; add AttentionMap for a heatmap',
  },
  'centre-crop': {
    fr: 'le recadrage central du classifieur devient un simple redimensionnement',
    en: 'the centre crop of the classifier is drafted as a plain resize',
  },

  'no-intended-use': { fr: 'un fichier ONNX ne dit pas à quoi il sert', en: 'an ONNX file does not say what it is for' },
  'no-class-names': { fr: 'le fichier ne nomme pas les classes', en: 'the file names no classes' },
  'guessed-volume-values': {
    fr: 'deviné : valeurs de la modalité ramenées à une moyenne de 0 et un écart type de 1',
    en: 'guessed: modality values scaled to mean 0, deviation 1',
  },
  'guessed-image-values': {
    fr: 'deviné : valeurs divisées par 255, sans moyenne ni écart type',
    en: 'guessed: samples divided by 255, no mean or deviation taken off',
  },
  'guessed-axes': {
    fr: 'deviné : axes du volume tels qu’ils viennent (coupes, lignes, colonnes) ; ajoutez Orientation si l’apprentissage en avait d’autres',
    en: 'guessed: axes of the volume as they come (slices, rows, columns); add Orientation where the training had others',
  },
  'guessed-windows': {
    fr: 'deviné : le volume est parcouru par fenêtres de {value} voxels',
    en: 'guessed: the volume is gone over in windows of {value} voxels',
  },
  'guessed-resize': { fr: 'deviné : le volume est ramené à {value} voxels', en: 'guessed: the volume is resized to {value} voxels' },
  'no-column-names': {
    fr: 'le fichier ne nomme pas ses {value} colonnes : donnez leurs noms, dans l’ordre du réseau',
    en: 'the file does not name its {value} columns: give their names, in the order of the network',
  },
  'empty-cells': {
    fr: 'une cellule vide donne NaN au réseau ; ajoutez Impute si l’apprentissage les remplaçait, et les mêmes mises à l’échelle',
    en: 'an empty cell is NaN to the network; add Impute where the training filled them, and its scalings',
  },
  'guessed-probabilities': {
    fr: 'deviné : la sortie donne déjà des probabilités',
    en: 'guessed: the output gives probabilities already',
  },
  'guessed-softmax': { fr: 'deviné : softmax sur la sortie', en: 'guessed: softmax over the output' },
  'guessed-sigmoid': { fr: 'deviné : sigmoid sur la sortie', en: 'guessed: sigmoid over the output' },
  'guessed-argmax': {
    fr: 'deviné : la classe du canal le plus fort, 0 pour le fond',
    en: 'guessed: the class of the largest channel, 0 the background',
  },
  'guessed-yolo': {
    fr: 'deviné : lignes cx, cy, w, h, puis une probabilité par classe (YOLO)',
    en: 'guessed: rows cx, cy, w, h, then a probability for each class (YOLO)',
  },
} as const satisfies Record<string, LocalizedText>;

export type UnmappedCode = keyof typeof REASONS;

/** Something of the source that the package does not carry: listed for the person who finishes it, never guessed. */
export interface Unmapped {
  /** Where in the source: `postprocessing.transforms[2]`, `weights.torchscript`. */
  readonly path: string;
  readonly code: UnmappedCode;
  readonly reason: LocalizedText;
}

/** @param value name of the source that the reason quotes. */
export function notMapped(path: string, code: UnmappedCode, value = ''): Unmapped {
  const { fr, en } = REASONS[code];
  const quoted = (text: string): string => text.replace('{value}', () => value.slice(0, 80));
  return { path, code, reason: { fr: quoted(fr), en: quoted(en) } };
}
