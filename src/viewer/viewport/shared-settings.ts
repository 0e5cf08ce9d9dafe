import { labelLook, UNKNOWN_LABEL_COLOUR } from '../../domain/label-look';
import type { MeasurementId, ViewportId } from '../../domain/ids';
import { PLAIN_LOOK, type LabelOverlay, type OverlayLook } from '../../domain/label-overlay';
import type { PromptDisplay } from '../../domain/prompt';
import { FIRST_GRID, type CountingGrid } from '../../domain/regions/counting-grid';
import { FIRST_DRAWING } from '../../domain/regions/drawing';
import { NO_LINKS, type SlideLinks } from '../../domain/slide-link';
import type { Measurement, ToolId } from '../../domain/view';
import type { DrawingDisplay, FindingDisplay, ViewerTexts } from '../viewer';

/** What all viewports share. */
export interface SharedSettings {
  tool: ToolId;
  windowDragInverted: boolean;
  /** Viewports that share pan and zoom. */
  linkedViews: readonly ViewportId[];
  measurements: readonly Measurement[];
  selectedMeasurement: MeasurementId | null;
  findings: FindingDisplay;
  labelOverlays: readonly LabelOverlay[];
  overlayLook: OverlayLook;
  prompt: PromptDisplay;
  drawing: DrawingDisplay;
  grid: CountingGrid;
  slideLinks: SlideLinks;
  texts: ViewerTexts;
}

/** French first, as the rest of the application. */
export const DEFAULT_TEXTS: ViewerTexts = {
  ai: 'IA',
  calibration: {
    patient: 'patient',
    detector: 'capteur',
    magnified: 'magnifié',
    'ultrasound-region': 'échographie',
    scanner: 'numérisation',
    nominal: 'nominal',
    manual: 'manuel',
  },
  mean: 'moy.',
  standardDeviation: 'σ',
  minimum: 'min',
  maximum: 'max',
  pixels: 'px',
  handle: 'Poignée',
  locale: 'fr',
};

export function initialSettings(): SharedSettings {
  return {
    tool: 'window',
    windowDragInverted: false,
    linkedViews: [],
    measurements: [],
    selectedMeasurement: null,
    findings: { findings: [], selected: null, visible: true, labelLook: labelLook([], 'fr') },
    labelOverlays: [],
    overlayLook: PLAIN_LOOK,
    prompt: { prompts: [], cursor: null },
    slideLinks: NO_LINKS,
    drawing: { ...FIRST_DRAWING, colour: UNKNOWN_LABEL_COLOUR },
    grid: FIRST_GRID,
    texts: DEFAULT_TEXTS,
  };
}
