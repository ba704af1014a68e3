import fc from 'fast-check';
import type { CartEvent } from './cart-event.ts';
import { NO_MEMORY, observeCart, type CartMemory } from './observe-cart.ts';
import { readStorefrontCart } from './read-storefront-cart.ts';
import { storefrontCart, type LineSpec } from './testing/storefront-cart.ts';

/** Sequences of edits, each from one to twelve long. */
const RUNS = 10_000;

/** What a visitor, the shop or the network does to a cart. */
type Edit =
  | {
      readonly type: 'put';
      readonly variant: string;
      readonly quantity: number;
      readonly attributes: Record<string, string>;
      readonly sellingPlan: string | undefined;
    }
  | { readonly type: 'set'; readonly line: number; readonly quantity: number }
  | { readonly type: 'split'; readonly line: number }
  | { readonly type: 'merge' }
  | { readonly type: 'reverse' }
  | { readonly type: 'renumber' }
  | {
      readonly type: 'attributes';
      readonly line: number;
      readonly attributes: Record<string, string>;
    }
  | {
      readonly type: 'plan';
      readonly line: number;
      readonly sellingPlan: string | undefined;
    }
  | {
      readonly type: 'exchange';
      readonly line: number;
      readonly variant: string;
    }
  | { readonly type: 'currency'; readonly currency: string }
  | { readonly type: 'discount'; readonly line: number }
  | { readonly type: 'replace cart' }
  | { readonly type: 'answer with the id alone' }
  | { readonly type: 'answer late' };

const variant = fc.constantFrom('11', '12', '13');
const attributes = fc.constantFrom({}, { gift: 'yes' }, { note: 'a', to: 'b' });
const sellingPlan = fc.constantFrom(undefined, '7');
const line = fc.nat(5);
const type = <Type extends string>(name: Type) => fc.constant(name);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: type('put'),
      variant,
      quantity: fc.integer({ min: 1, max: 5 }),
      attributes,
      sellingPlan,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: type('set'), line, quantity: fc.nat(6) }),
  },
  fc.record({ type: type('split'), line }),
  fc.record({ type: type('merge') }),
  fc.record({ type: type('reverse') }),
  fc.record({ type: type('renumber') }),
  fc.record({ type: type('attributes'), line, attributes }),
  fc.record({ type: type('plan'), line, sellingPlan }),
  fc.record({ type: type('exchange'), line, variant }),
  fc.record({
    type: type('currency'),
    currency: fc.constantFrom('EUR', 'JPY'),
  }),
  fc.record({ type: type('discount'), line }),
  fc.record({ type: type('replace cart') }),
  fc.record({ type: type('answer with the id alone') }),
  fc.record({ type: type('answer late') }),
);

interface State {
  readonly lines: readonly LineSpec[];
  readonly currency: string;
  readonly cart: number;
}

function apply({ lines, currency, cart }: State, change: Edit): State {
  const changeLine = (change: (line: LineSpec) => LineSpec[]) => ({
    currency,
    cart,
    lines: lines.flatMap((each, index) =>
      index === ('line' in edited ? edited.line % lines.length : -1)
        ? change(each)
        : [each],
    ),
  });
  const edited = change;
  switch (change.type) {
    case 'put': {
      const { type: _, sellingPlan, ...put } = change;
      const added = {
        ...put,
        ...(sellingPlan !== undefined && { sellingPlan }),
      };
      return { currency, cart, lines: [...lines, added] };
    }
    case 'set':
      return changeLine((each) =>
        change.quantity === 0 ? [] : [{ ...each, quantity: change.quantity }],
      );
    case 'split':
      return changeLine((each) =>
        each.quantity < 2
          ? [each]
          : [
              { ...each, quantity: 1 },
              { ...each, quantity: each.quantity - 1, id: 'split' },
            ],
      );
    case 'merge':
      return { currency, cart, lines: merge(lines) };
    case 'reverse':
      return { currency, cart, lines: [...lines].reverse() };
    case 'renumber':
      return {
        currency,
        cart,
        lines: lines.map((each, index) => ({
          ...each,
          id: `n${String(index)}`,
        })),
      };
    case 'attributes':
      return changeLine((each) => [{ ...each, attributes: change.attributes }]);
    case 'plan':
      return changeLine(({ sellingPlan: _, ...each }) => [
        change.sellingPlan === undefined
          ? each
          : { ...each, sellingPlan: change.sellingPlan },
      ]);
    case 'exchange':
      return changeLine((each) => [{ ...each, variant: change.variant }]);
    case 'currency':
      return { lines, cart, currency: change.currency };
    case 'discount':
      return changeLine((each) => [
        { ...each, discount: { code: 'TEN', amount: '1.25' } },
      ]);
    case 'replace cart':
      return { lines, currency, cart: cart + 1 };
    case 'answer with the id alone':
    case 'answer late':
      return { lines, currency, cart };
  }
}

function merge(lines: readonly LineSpec[]): LineSpec[] {
  const merged = new Map<string, LineSpec>();
  for (const each of lines) {
    const { variant, attributes, sellingPlan } = each;
    const key = JSON.stringify([variant, attributes, sellingPlan]);
    const same = merged.get(key);
    merged.set(key, {
      ...each,
      quantity: each.quantity + (same?.quantity ?? 0),
    });
  }
  return [...merged.values()];
}

/** How many of each variant there are. */
function quantities(lines: readonly LineSpec[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { variant, quantity } of lines)
    counts.set(variant, (counts.get(variant) ?? 0) + quantity);
  return counts;
}

/** The change of each variant that events tell; each event must be sound in itself. */
function changesTold(events: readonly CartEvent[]): Map<string, number> {
  const changes = new Map<string, number>();
  for (const { name, properties } of events) {
    if (name !== 'Product Added' && name !== 'Product Removed')
      throw new Error(`Nobody did anything like ${name}`);
    const { variant_id: id = '', quantity, price, value } = properties;
    if (quantity < 1 || ![quantity, price, value].every(Number.isFinite))
      throw new Error(`${name} is not sound: ${JSON.stringify(properties)}`);
    const sign = name === 'Product Added' ? 1 : -1;
    const before = changes.get(id) ?? 0;
    if (before * sign < 0)
      throw new Error(`${id} was added and removed at once.`);
    changes.set(id, before + sign * quantity);
  }
  return changes;
}

/** Compared as text, which is much faster than Jest's comparison where there are a hundred thousand. */
function assertSame(told: Map<string, number>, real: Map<string, number>) {
  const [a, b] = [told, real].map((changes) =>
    JSON.stringify([...changes].sort()),
  );
  if (a !== b) expect(told).toEqual(real);
}

function changesBetween(
  before: readonly LineSpec[],
  after: readonly LineSpec[],
): Map<string, number> {
  const was = quantities(before);
  const is = quantities(after);
  return new Map(
    [...new Set([...was.keys(), ...is.keys()])]
      .map((id): [string, number] => [
        id,
        (is.get(id) ?? 0) - (was.get(id) ?? 0),
      ])
      .filter(([, change]) => change !== 0),
  );
}

const answer = ({ lines, currency, cart }: State, seconds: number) =>
  storefrontCart({
    id: `gid://shopify/Cart/c${String(cart)}?key=k`,
    updatedAt: new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString(),
    currency,
    lines,
    shape: (['nodes', 'edges', 'list'] as const)[seconds % 3] ?? 'nodes',
  });

it(`events sum to the change of each variant, in ${String(RUNS)} sequences of edits`, () => {
  let steps = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
      let state: State = { lines: [], currency: 'EUR', cart: 1 };
      let memory: CartMemory = { ...NO_MEMORY, cart: null };
      let late = answer(state, 0);
      edits.forEach((change, index) => {
        steps += 1;
        const before = state;
        state = apply(state, change);
        const now = answer(state, index + 1);
        const given =
          change.type === 'answer late'
            ? late
            : change.type === 'answer with the id alone'
              ? { id: now.id, updatedAt: now.updatedAt ?? '' }
              : now;
        const seen = observeCart(memory, {
          by: 'change',
          cart: readStorefrontCart(given),
        });
        memory = seen.memory;
        // A late answer about a cart that was replaced cannot be told from a return to it.
        if (change.type === 'replace cart') late = now;
        else if (change.type !== 'answer late') late = answer(before, index);
        assertSame(
          changesTold(seen.events),
          changesBetween(before.lines, state.lines),
        );
      });
    }),
    { numRuns: RUNS },
  );
  expect(steps).toBeGreaterThan(RUNS);
});

it(`where Shopify makes bundles of lines, they sum to the change of what is inside, in ${String(RUNS)} pairs of carts`, () => {
  const counts = fc.record({ 11: fc.nat(4), 12: fc.nat(4), 13: fc.nat(2) });
  const linesOf = (count: Record<string, number>): LineSpec[] =>
    Object.entries(count)
      .filter(([, quantity]) => quantity > 0)
      .map(([variant, quantity]) => ({ variant, quantity }));
  /** As many pairs of 11 and 12 as there are become a bundle. */
  const transformed = (count: Record<string, number>): LineSpec[] => {
    const pairs = Math.min(count['11'] ?? 0, count['12'] ?? 0);
    const parts = linesOf({ 11: pairs, 12: pairs });
    const rest = linesOf({
      ...count,
      11: (count['11'] ?? 0) - pairs,
      12: (count['12'] ?? 0) - pairs,
    });
    return pairs === 0
      ? rest
      : [{ variant: '90', quantity: pairs, components: parts }, ...rest];
  };
  const read = (count: Record<string, number>) =>
    readStorefrontCart(storefrontCart({ lines: transformed(count) }));
  fc.assert(
    fc.property(counts, counts, (before, after) => {
      const { events } = observeCart(
        { ...NO_MEMORY, cart: read(before) },
        { by: 'change', cart: read(after) },
      );
      const changes = changesTold(events);
      const bundles = changes.get('90') ?? 0;
      changes.delete('90');
      for (const part of bundles === 0 ? [] : ['11', '12'])
        changes.set(part, (changes.get(part) ?? 0) + bundles);
      assertSame(changes, changesBetween(linesOf(before), linesOf(after)));
    }),
    { numRuns: RUNS },
  );
});

it(`a code's and a gift card's Applied less its Removed is whether it is in force, in ${String(RUNS)} sequences`, () => {
  const codes = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.boolean());
  const giftCards = fc.subarray(['1', '2', '3']);
  const lines = fc.constantFrom([], [{ variant: '11', quantity: 1 }]);
  const cart = fc.record({ codes, giftCards, lines });
  fc.assert(
    fc.property(fc.array(cart, { minLength: 1, maxLength: 6 }), (carts) => {
      let memory: CartMemory = { ...NO_MEMORY, cart: null };
      const inForce = new Set<string>();
      for (const spec of carts) {
        const seen = observeCart(memory, {
          by: 'change',
          cart: readStorefrontCart(storefrontCart(spec)),
        });
        memory = seen.memory;
        for (const { name, properties } of seen.events) {
          const id =
            'coupon_id' in properties
              ? properties.coupon_id
              : 'gift_card_id' in properties
                ? properties.gift_card_id
                : '';
          if (
            name.endsWith('Applied') === inForce.has(id) &&
            !name.startsWith('Product') &&
            name !== 'Coupon Denied'
          )
            throw new Error(`${name} ${id} out of turn`);
          if (name.endsWith('Applied')) inForce.add(id);
          if (/^(Coupon|Gift Card) Removed/.test(name)) inForce.delete(id);
        }
        const real = [
          ...Object.keys(spec.codes).filter((code) => spec.codes[code]),
          ...spec.giftCards,
        ];
        if ([...inForce].sort().join() !== real.sort().join())
          expect(inForce).toEqual(new Set(real));
      }
    }),
    { numRuns: RUNS },
  );
});
