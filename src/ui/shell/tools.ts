import {
  ArrowUpRight,
  Brush,
  ChevronsUpDown,
  Circle,
  CircleDashed,
  Contrast,
  Crosshair,
  DraftingCompass,
  Hand,
  Lasso,
  MousePointer2,
  MousePointerClick,
  Pentagon,
  RectangleHorizontal,
  Ruler,
  RulerDimensionLine,
  SquarePlus,
  Tally5,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react';
import type { ToolId } from '../../domain/view';

export const TOOL_ICONS: Readonly<Record<ToolId, LucideIcon>> = {
  window: Contrast,
  scroll: ChevronsUpDown,
  pan: Hand,
  zoom: ZoomIn,
  select: MousePointer2,
  crosshair: Crosshair,
  length: Ruler,
  calibrate: RulerDimensionLine,
  angle: DraftingCompass,
  ellipse: Circle,
  rectangle: RectangleHorizontal,
  arrow: ArrowUpRight,
  'add-finding': SquarePlus,
  polygon: Pentagon,
  freehand: Lasso,
  'region-ellipse': CircleDashed,
  brush: Brush,
  count: Tally5,
  prompt: MousePointerClick,
};

/** As they stand in the toolbar, a gap between groups. */
export const TOOL_GROUPS: readonly (readonly ToolId[])[] = [
  ['window', 'scroll', 'pan', 'zoom', 'select', 'crosshair'],
  ['length', 'calibrate', 'angle', 'ellipse', 'rectangle', 'arrow', 'add-finding', 'prompt'],
];
