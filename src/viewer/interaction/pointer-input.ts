import type { Point } from '../../domain/units';
import type { Gesture, GestureTarget, Press } from './gesture';

/** Below this many CSS pixels a press is a click. */
const CLICK_RADIUS = 4;
const TAP_RADIUS = 10;
/** CSS pixels of a three-finger drag per frame. */
const SCROLL_STEP = 12;
/** Wheel travel (CSS pixels) per frame: one notch of a common mouse gives 100 to 120. */
const WHEEL_STEP = 60;
const FAST = 10;

const BUTTONS: readonly Press['button'][] = ['primary', 'middle', 'secondary'];

interface Finger {
  at: Point;
}

/** Mouse, pen and touch on one element, turned into presses, pinches and scrolls. */
export class PointerInput {
  readonly #element: HTMLElement;
  readonly #target: GestureTarget;
  readonly #fingers = new Map<number, Finger>();
  #gesture: Gesture | null = null;
  #pointer: number | null = null;
  #start: Point = { x: 0, y: 0 };
  #last: Point = { x: 0, y: 0 };
  #moved = false;
  #secondaryMoved = false;
  #travel = 0;
  #wheelTravel = 0;

  constructor(element: HTMLElement, target: GestureTarget) {
    this.#element = element;
    this.#target = target;
    element.style.touchAction = 'none';
    element.addEventListener('pointerdown', this.#down);
    element.addEventListener('pointermove', this.#move);
    element.addEventListener('pointerup', this.#up);
    element.addEventListener('pointercancel', this.#cancel);
    element.addEventListener('pointerleave', this.#leave);
    element.addEventListener('wheel', this.#wheel, { passive: false });
    element.addEventListener('contextmenu', this.#contextMenu);
  }

  dispose(): void {
    const element = this.#element;
    this.#gesture?.cancel();
    this.#gesture = null;
    element.removeEventListener('pointerdown', this.#down);
    element.removeEventListener('pointermove', this.#move);
    element.removeEventListener('pointerup', this.#up);
    element.removeEventListener('pointercancel', this.#cancel);
    element.removeEventListener('pointerleave', this.#leave);
    element.removeEventListener('wheel', this.#wheel);
    element.removeEventListener('contextmenu', this.#contextMenu);
  }

  #point(event: MouseEvent): Point {
    const bounds = this.#element.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  }

  readonly #down = (event: PointerEvent): void => {
    this.#target.activate();
    const at = this.#point(event);
    if (event.pointerType === 'touch') {
      this.#fingers.set(event.pointerId, { at });
      this.#capture(event);
      if (this.#fingers.size > 1) {
        this.#gesture?.cancel();
        this.#gesture = null;
        this.#travel = 0;
        return;
      }
    } else if (this.#gesture !== null) return;
    const button = BUTTONS[event.button];
    if (button === undefined) return;
    this.#start = at;
    this.#last = at;
    this.#moved = false;
    this.#secondaryMoved = false;
    this.#pointer = event.pointerId;
    this.#gesture = this.#target.press({ at, button, touch: event.pointerType === 'touch', alt: event.altKey, shift: event.shiftKey });
    if (this.#gesture !== null) this.#capture(event);
    // The middle button would start the browser's own scrolling.
    if (button === 'middle') event.preventDefault();
  };

  #capture(event: PointerEvent): void {
    // A pointer that has just gone cannot be captured; the gesture then ends with its own events.
    if (event.isTrusted) this.#element.setPointerCapture(event.pointerId);
  }

  readonly #move = (event: PointerEvent): void => {
    const at = this.#point(event);
    const finger = this.#fingers.get(event.pointerId);
    if (finger !== undefined && this.#fingers.size > 1) {
      this.#multiTouch(event.pointerId, finger, at);
      return;
    }
    if (finger !== undefined) finger.at = at;
    if (this.#gesture === null || event.pointerId !== this.#pointer) {
      if (event.pointerType !== 'touch') this.#target.hover(at);
      return;
    }
    const radius = event.pointerType === 'touch' ? TAP_RADIUS : CLICK_RADIUS;
    if (!this.#moved && Math.hypot(at.x - this.#start.x, at.y - this.#start.y) < radius) return;
    this.#moved = true;
    if (event.buttons === 2) this.#secondaryMoved = true;
    this.#gesture.move(at, at.x - this.#last.x, at.y - this.#last.y);
    this.#last = at;
    this.#target.hover(event.pointerType === 'touch' ? null : at);
  };

  #multiTouch(id: number, finger: Finger, at: Point): void {
    const dx = at.x - finger.at.x;
    const dy = at.y - finger.at.y;
    const others = [...this.#fingers].filter(([other]) => other !== id).map(([, other]) => other.at);
    const other = others[0];
    if (this.#fingers.size >= 3) {
      this.#travel += dy / this.#fingers.size;
      const frames = Math.trunc(this.#travel / SCROLL_STEP);
      if (frames !== 0) {
        this.#travel -= frames * SCROLL_STEP;
        this.#target.scroll(frames);
      }
    } else if (other !== undefined) {
      const before = Math.hypot(finger.at.x - other.x, finger.at.y - other.y);
      const after = Math.hypot(at.x - other.x, at.y - other.y);
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      if (before > 0 && after > 0) this.#target.pinch(after / before, middle, dx / 2, dy / 2);
    }
    finger.at = at;
  }

  readonly #up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    const gesture = this.#gesture;
    this.#gesture = null;
    gesture?.end(this.#point(event), this.#moved);
  };

  readonly #cancel = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#gesture?.cancel();
    this.#gesture = null;
  };

  readonly #leave = (): void => {
    if (this.#gesture === null) this.#target.hover(null);
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE;
    // Browsers turn Shift+wheel into a sideways wheel.
    const raw = event.deltaY !== 0 ? event.deltaY : event.deltaX;
    const travel = lines ? raw * 20 : raw;
    const scrolls = event.ctrlKey ? this.#target.controlScrolls : this.#target.wheelScrolls;
    if (!scrolls) {
      this.#target.wheelZoom(Math.exp(-travel / 500), this.#point(event));
      return;
    }
    this.#wheelTravel += travel;
    // A notch always moves by at least one frame; a touchpad's small steps add up.
    const frames = Math.abs(travel) >= WHEEL_STEP ? Math.sign(travel) : Math.trunc(this.#wheelTravel / WHEEL_STEP);
    if (frames === 0) return;
    this.#wheelTravel = 0;
    this.#target.scroll(frames * (event.shiftKey ? FAST : 1));
  };

  /** A right click opens the application's menu; a right drag was a zoom and opens nothing. */
  readonly #contextMenu = (event: Event): void => {
    if (!this.#secondaryMoved) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
