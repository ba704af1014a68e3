import { act, StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

/** Shows an element as an app in development does, in StrictMode. */
export async function mount(element: ReactNode) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const root = createRoot(document.createElement('div'));
  const show = (shown: ReactNode) =>
    act(async () => {
      root.render(<StrictMode>{shown}</StrictMode>);
      await Promise.resolve();
    });
  await show(element);
  return {
    show,
    /** Does something, and waits for what comes of it. */
    act: (work: () => void) =>
      act(async () => {
        work();
        // Answers of the shop come in later tasks.
        for (let task = 0; task < 5; task += 1)
          await new Promise((resolve) => setTimeout(resolve));
      }),
    unmount: () => {
      act(() => {
        root.unmount();
      });
    },
  };
}
