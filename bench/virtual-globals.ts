import type { VirtualClock } from '../__tests__/support/virtual-clock.ts';

/** Where the wall clock stands when virtual time begins. */
const EPOCH = Date.UTC(2026, 0, 1);

class Timer {
  readonly #arm: (fire: () => void) => () => void;
  readonly #fire: () => void;
  #cancel: () => void;

  constructor(arm: (fire: () => void) => () => void, fire: () => void) {
    this.#arm = arm;
    this.#fire = fire;
    this.#cancel = arm(fire);
  }

  clear(): void {
    this.#cancel();
  }

  refresh(): this {
    this.#cancel();
    this.#cancel = this.#arm(this.#fire);
    return this;
  }

  ref = (): this => this;
  unref = (): this => this;
  hasRef = (): boolean => true;
  [Symbol.toPrimitive] = (): number => 0;
}

/** Runs `work` with the timers and clocks that libraries find in the global scope moved to virtual time. */
export async function withVirtualGlobals<T>(clock: VirtualClock, work: () => Promise<T>): Promise<T> {
  const setTimer = (action: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    new Timer(
      (fire) => clock.at(clock.now() + Math.max(1, Number(ms) || 0), fire),
      () => action(...args),
    );
  const setRepeating = (action: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const timer: Timer = new Timer(
      (fire) => clock.at(clock.now() + Math.max(1, Number(ms) || 0), fire),
      () => {
        timer.refresh();
        action(...args);
      },
    );
    return timer;
  };
  const clear = (timer: unknown) => {
    if (timer instanceof Timer) timer.clear();
  };
  const before = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  const { now: dateNow } = Date;
  const performanceNow = performance.now;
  Object.assign(globalThis, {
    setTimeout: setTimer,
    clearTimeout: clear,
    setInterval: setRepeating,
    clearInterval: clear,
  });
  Date.now = () => EPOCH + Math.floor(clock.now());
  performance.now = () => clock.now();
  try {
    return await work();
  } finally {
    Object.assign(globalThis, before);
    Date.now = dateNow;
    performance.now = performanceNow;
  }
}
