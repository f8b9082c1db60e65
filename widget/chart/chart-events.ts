/** A value of the chart was clicked, or chosen with Enter. */
export class MinSideChartOpenEvent extends Event {
  static readonly type = 'min-side-chart-open';
  /** The value's place in `model.values`. */
  readonly index: number;
  constructor(index: number) {
    super(MinSideChartOpenEvent.type, { bubbles: true, composed: true });
    this.index = index;
  }
}

/** Pointer or keyboard rests on a value that can be opened: it may be wanted soon. */
export class MinSideChartPointEvent extends Event {
  static readonly type = 'min-side-chart-point';
  /** The value's place in `model.values`. */
  readonly index: number;
  constructor(index: number) {
    super(MinSideChartPointEvent.type, { bubbles: true, composed: true });
    this.index = index;
  }
}

/** Esc was pressed in a chart that lies below another. */
export class MinSideChartUpEvent extends Event {
  static readonly type = 'min-side-chart-up';
  constructor() {
    super(MinSideChartUpEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'min-side-chart-open': MinSideChartOpenEvent;
    'min-side-chart-point': MinSideChartPointEvent;
    'min-side-chart-up': MinSideChartUpEvent;
  }
}
