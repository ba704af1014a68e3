import type { Receipt } from './receipt.ts';
import { RETRY_AFTER_MS, tellService } from './tell-service.ts';

const receipt: Receipt = {
  receiptId: 'receipt-1',
  consent: {
    status: 'decided',
    categoryPreferences: { analytics: false },
    decidedAt: '2026-11-21T10:00:00.000Z',
    gpc: false,
    policyVersion: '1',
  },
  model: 'opt-in',
  platform: 'klaro',
  anonymousId: undefined,
};

/** A page whose network answers with these, one after the other; 0 where it cannot be reached. */
function pageWith(...statuses: readonly number[]) {
  const bodies: string[] = [];
  const pauses: number[] = [];
  const page = {
    fetch: (_: string, { body }: { readonly body: string }) => {
      const status = statuses[bodies.push(body) - 1] ?? NaN;
      return status === 0
        ? Promise.reject(new TypeError('Failed to fetch'))
        : Promise.resolve({ status });
    },
    setTimeout: (work: () => void, ms: number) => {
      pauses.push(ms);
      work();
    },
  } as unknown as Window;
  return { page, bodies, pauses };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

const tell = async (page: Window) => {
  await tellService(
    page,
    '/visitor',
    'choice',
    receipt,
    'visitor-1',
    undefined,
  );
  await settled();
};

describe('what the service is told', () => {
  it('is said again, the same, where the service was out of reach, busy or failing', async () => {
    const { page, bodies, pauses } = pageWith(0, 429, 503, 204);
    await tell(page);
    expect(bodies).toHaveLength(4);
    expect(new Set(bodies).size).toBe(1);
    expect(pauses).toEqual([2_000, 15_000, 60_000]);
  });

  it('is given up after as many tries as there are pauses', async () => {
    const { page, bodies } = pageWith(0, 0, 0, 0, 204);
    await tell(page);
    expect(bodies).toHaveLength(1 + RETRY_AFTER_MS.length);
  });

  it.each([204, 400, 403, 413])(
    'is not said again after a %d',
    async (status) => {
      const { page, bodies } = pageWith(status, 204);
      await tell(page);
      expect(bodies).toHaveLength(1);
    },
  );
});
