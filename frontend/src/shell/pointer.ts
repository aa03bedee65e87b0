/** Follows a pointer from where it went down until it is let go. */

export interface Drag {
  /** Pixels from where it began. Called for the first time when it has moved by more than a trembling hand. */
  move: (dx: number, event: PointerEvent) => void;
  /** `moved` is false for a click. */
  end?: (moved: boolean, event: PointerEvent) => void;
}

const TREMBLING = 4; // pixels

export function follow(begin: PointerEvent, drag: Drag, tolerance = TREMBLING): void {
  let moved = false;
  const stop = new AbortController();
  const moves = (event: PointerEvent) => {
    if (event.pointerId !== begin.pointerId) return;
    const dx = event.clientX - begin.clientX;
    moved ||= Math.abs(dx) >= tolerance;
    if (moved) drag.move(dx, event);
  };
  const ends = (event: PointerEvent) => {
    if (event.pointerId !== begin.pointerId) return;
    stop.abort();
    drag.end?.(moved, event);
  };
  window.addEventListener("pointermove", moves, { signal: stop.signal });
  window.addEventListener("pointerup", ends, { signal: stop.signal });
  window.addEventListener("pointercancel", ends, { signal: stop.signal });
}
