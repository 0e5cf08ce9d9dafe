import type { Point } from '../../domain/units';

/** A press that is followed until it is let go. Points are CSS pixels of the viewport. */
export interface Gesture {
  move(at: Point, dx: number, dy: number): void;
  /** @param moved the pointer left the place it was pressed at; else it was a click or a tap */
  end(at: Point, moved: boolean): void;
  cancel(): void;
}

export interface Press {
  readonly at: Point;
  readonly button: 'primary' | 'middle' | 'secondary';
  readonly touch: boolean;
  /** Alt was down. */
  readonly alt: boolean;
  /** Shift was down. */
  readonly shift: boolean;
}

/** What the pointer input is translated into. */
export interface GestureTarget {
  /** A pointer went down anywhere in the viewport. */
  activate(): void;
  /** Null: nothing to do with this press. */
  press(press: Press): Gesture | null;
  /** Two fingers: zoom by a factor around a point, and a move. */
  pinch(factor: number, at: Point, dx: number, dy: number): void;
  /** Three fingers or a wheel over a stack. */
  scroll(frames: number): void;
  wheelZoom(factor: number, at: Point): void;
  /** Does the plain wheel scroll through frames here (stacks), or zoom (single images)? */
  readonly wheelScrolls: boolean;
  /** The wheel with Ctrl scrolls through frames where the plain wheel zooms (focal planes). */
  readonly controlScrolls: boolean;
  /** Pointer over the viewport without a press; null when it left. */
  hover(at: Point | null): void;
}
