import { useCallback, useEffect, useRef, type RefCallback } from 'react';

/** How long something must be on screen to have been seen, in milliseconds. */
export const DWELL_MS = 1000;

/** How much of it, or of the screen where it is larger: half. */
const SHARE = 0.5;

/**
 * Calls back once when an element has been on screen for a second: at least half of it, or half of the screen.
 *
 * @param key what is shown: something else is seen anew
 * @returns the element's ref
 */
export function useSeen(key: string, onSeen: () => void): RefCallback<Element> {
  const latest = useRef(onSeen);
  const seen = useRef<string>(undefined);
  const stop = useRef<() => void>(undefined);
  useEffect(() => {
    latest.current = onSeen;
  });
  // Called with null when the element goes: React 18 knows no other way.
  return useCallback(
    (element: Element | null) => {
      stop.current?.();
      stop.current = undefined;
      if (element && seen.current !== key)
        stop.current = watch(element, () => {
          seen.current = key;
          latest.current();
        });
    },
    [key],
  );
}

/** Returns how to stop. */
function watch(element: Element, onSeen: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    observer.disconnect();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1);
      clearTimeout(timer);
      if (entry && isOnScreen(entry))
        timer = setTimeout(() => {
          stop();
          onSeen();
        }, DWELL_MS);
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] },
  );
  observer.observe(element);
  return stop;
}

function isOnScreen({
  intersectionRect,
  boundingClientRect,
  rootBounds,
}: IntersectionObserverEntry): boolean {
  const screen = rootBounds?.height ?? boundingClientRect.height;
  const whole = Math.min(boundingClientRect.height, screen);
  return whole > 0 && intersectionRect.height >= whole * SHARE;
}
