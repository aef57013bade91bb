import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchIdle } from "$app/idle";

const MINUTE = 60_000;
let stop = () => {};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("locks after the time without a touch, and not before", () => {
  const idle = vi.fn();
  stop = watchIdle(() => 5, () => false, idle);
  vi.advanceTimersByTime(4 * MINUTE);
  dispatchEvent(new KeyboardEvent("keydown"));
  vi.advanceTimersByTime(4.9 * MINUTE);
  expect(idle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(0.2 * MINUTE);
  expect(idle).toHaveBeenCalledTimes(1);
});

test("a machine that slept locks when its page is seen again", () => {
  const idle = vi.fn();
  stop = watchIdle(() => 5, () => false, idle);
  vi.setSystemTime(Date.now() + 60 * MINUTE);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(idle).toHaveBeenCalledTimes(1);
});

test("whoever speaks in a meeting is not idle, and without a lock nobody is", () => {
  const idle = vi.fn();
  let busy = true;
  let minutes: number | null = 1;
  stop = watchIdle(() => minutes, () => busy, idle);
  vi.advanceTimersByTime(30 * MINUTE);
  busy = false;
  minutes = null;
  vi.advanceTimersByTime(30 * MINUTE);
  expect(idle).not.toHaveBeenCalled();
  minutes = 1;
  vi.advanceTimersByTime(5_000);
  expect(idle).toHaveBeenCalledTimes(1);
});
