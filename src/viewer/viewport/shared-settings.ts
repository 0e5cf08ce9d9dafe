import { labelLook } from '../../domain/label-look';
import type { MeasurementId } from '../../domain/ids';
import { PLAIN_LOOK, type LabelOverlay, type OverlayLook } from '../../domain/label-overlay';
import type { PromptDisplay } from '../../domain/prompt';
import type { Measurement, ToolId } from '../../domain/view';
import type { FindingDisplay, ViewerTexts } from '../viewer';

/** What all viewports share. */
export interface SharedSettings {
  tool: ToolId;
  windowDragInverted: boolean;
  measurements: readonly Measurement[];
  selectedMeasurement: MeasurementId | null;
  findings: FindingDisplay;
  labelOverlays: readonly LabelOverlay[];
  overlayLook: OverlayLook;
  prompt: PromptDisplay;
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
    measurements: [],
    selectedMeasurement: null,
    findings: { findings: [], selected: null, visible: true, labelLook: labelLook([], 'fr') },
    labelOverlays: [],
    overlayLook: PLAIN_LOOK,
    prompt: { prompts: [], cursor: null },
    texts: DEFAULT_TEXTS,
  };
}
