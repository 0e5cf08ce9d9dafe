import type { Applicability, LocalizedText } from '../../domain/model-package';
import type { SlidePyramid } from '../../domain/slide';
import type { ModelManifest } from './manifest-schema';

/** A slide this many times coarser than a model's fields lacks the detail that the model has learnt from. */
const COARSER = 1.5;

const GREY: LocalizedText = {
  fr: 'Ce modèle attend une lame en couleurs ; celle-ci porte des niveaux de gris, un par canal.',
  en: 'This model expects a slide in colour; this one holds grey values, one a channel.',
};

/** What speaks against a model that could be led over a slide, or that is made for slides: its colours, its pixel size. */
export function slideConcerns(
  { sources: [source], pipeline }: Pick<ModelManifest, 'sources' | 'pipeline'>,
  { samplesPerPixel, micronsPerPixel }: Pick<SlidePyramid, 'samplesPerPixel' | 'micronsPerPixel'>,
): readonly { readonly grade: Applicability['verdict']; readonly reason: LocalizedText }[] {
  // A `wsi` source is read as 8-bit RGB: of a grey slide that would be its first channel, three times.
  const colour = source?.kind === 'wsi' || pipeline.some(({ step }) => step.startsWith('PhotometricRGB'));
  if (samplesPerPixel === 1 && colour) return [{ grade: 'no', reason: GREY }];
  const wanted = source?.field?.mpp;
  const coarsest = micronsPerPixel === null ? null : Math.max(...micronsPerPixel);
  if (wanted === undefined || coarsest === null || coarsest / wanted <= COARSER) return [];
  return [{ grade: 'warn', reason: coarse(coarsest, wanted) }];
}

function coarse(slide: number, model: number): LocalizedText {
  const en = (value: number): string => String(Number(value.toPrecision(3)));
  const fr = (value: number): string => en(value).replace('.', ',');
  return {
    fr: `Cette lame est numérisée à ${fr(slide)} µm/px ; le modèle lit ${fr(model)} µm/px : le détail sur lequel il s’appuie peut manquer.`,
    en: `This slide was scanned at ${en(slide)} µm/px; the model reads ${en(model)} µm/px: the detail that it relies on may be missing.`,
  };
}
