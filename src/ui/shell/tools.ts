import {
  ArrowUpRight,
  ChevronsUpDown,
  Circle,
  Contrast,
  Crosshair,
  DraftingCompass,
  Hand,
  MousePointer2,
  MousePointerClick,
  RectangleHorizontal,
  Ruler,
  RulerDimensionLine,
  SquarePlus,
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
  prompt: MousePointerClick,
};

/** As they stand in the toolbar, a gap between groups. */
export const TOOL_GROUPS: readonly (readonly ToolId[])[] = [
  ['window', 'scroll', 'pan', 'zoom', 'select', 'crosshair'],
  ['length', 'calibrate', 'angle', 'ellipse', 'rectangle', 'arrow', 'add-finding', 'prompt'],
];
