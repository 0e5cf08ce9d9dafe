import type { FindingId } from '../ids';
import type { FramePlace } from '../prompt';
import type { ToolId } from '../view';
import type { RegionShape } from './region';

/** Tools that draw a region of the class in hand, and the one that counts. */
export const REGION_TOOLS = ['polygon', 'freehand', 'region-ellipse', 'brush', 'count'] as const satisfies readonly ToolId[];
export type RegionTool = (typeof REGION_TOOLS)[number];

export function isRegionTool(tool: ToolId): tool is RegionTool {
  return REGION_TOOLS.some((one) => one === tool);
}

/** How regions are drawn now. */
export interface DrawingSettings {
  /** Key of the class in hand; null: the first of the study. */
  readonly label: string | null;
  /** CSS pixels: what is painted grows with the field that is looked at. */
  readonly brushRadius: number;
  /** The brush takes away instead of adding; with Alt the other way round. */
  readonly erase: boolean;
}

export const BRUSH_RADII = { least: 2, most: 120 } as const;

export const FIRST_DRAWING: DrawingSettings = { label: null, brushRadius: 18, erase: false };

/** A region that is being drawn, or changed: not in the list yet. */
export interface RegionDraft {
  readonly place: FramePlace;
  readonly shape: RegionShape;
  /** The one that is changed; null for a new one. */
  readonly finding: FindingId | null;
}

/** What keys do with a tool that draws regions; steps are CSS pixels of the viewport. */
export type DrawingKey =
  /** Moves the cursor; it begins at the middle. */
  | { readonly do: 'move'; readonly dx: number; readonly dy: number }
  /** Presses and lets go where the cursor is, or with a tool that draws a line, begins and ends it. */
  | { readonly do: 'press'; readonly alt: boolean }
  /** Closes the outline that waits for its next point. */
  | { readonly do: 'finish' }
  /** Takes its last point back. */
  | { readonly do: 'take-back' }
  /** Drops what is in hand. */
  | { readonly do: 'cancel' };
