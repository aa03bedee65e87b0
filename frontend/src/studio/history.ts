/** What was done, so that all of it can be undone: documents share what did not change, so none is ever dropped. */

export interface Step<S> {
  state: S;
  /** What was done to get here: the key of a word, such as "trim". */
  name: string;
}

export class History<S> {
  private past: Step<S>[] = [];
  private present: Step<S>;
  private future: Step<S>[] = [];
  private held = "";

  constructor(state: S) {
    this.present = { state, name: "" };
  }

  get state(): S {
    return this.present.state;
  }

  /** What undo would take back, and redo do again; empty where there is nothing. */
  get undoable(): string {
    return this.past.length ? this.present.name : "";
  }

  get redoable(): string {
    return this.future.at(-1)?.name ?? "";
  }

  /**
   * Go on to `state`. Steps with the same `gesture` (a drag, a slider held, typing in one field) are one step to undo;
   * `rest()` ends a gesture.
   */
  push(state: S, name: string, gesture = ""): void {
    if (Object.is(state, this.present.state)) return;
    if (gesture && gesture === this.held) this.present = { state, name };
    else {
      this.past.push(this.present);
      this.present = { state, name };
    }
    this.held = gesture;
    this.future = [];
  }

  rest(): void {
    this.held = "";
  }

  undo(): boolean {
    const before = this.past.pop();
    if (!before) return false;
    this.future.push(this.present);
    this.present = before;
    this.held = "";
    return true;
  }

  redo(): boolean {
    const after = this.future.pop();
    if (!after) return false;
    this.past.push(this.present);
    this.present = after;
    this.held = "";
    return true;
  }
}
