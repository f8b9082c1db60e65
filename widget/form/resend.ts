import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Seconds until a new code may be asked for, counted down in view. */
export class Resend implements ReactiveController {
  /** Whole seconds left; 0 when a new code may be asked for. */
  secondsLeft = 0;

  private readonly host: ReactiveControllerHost;
  private until = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** Starts over. A tab that slept counts by the clock, not by its ticks. */
  wait(seconds: number): void {
    this.until = Date.now() + seconds * 1000;
    this.tick();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tick(), 1000);
  }

  hostConnected(): void {
    if (this.until > Date.now()) this.timer ??= setInterval(() => this.tick(), 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    this.secondsLeft = Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
    if (this.secondsLeft === 0) this.hostDisconnected();
    this.host.requestUpdate();
  }
}
