import { z } from 'zod';
import { plan, type EventName, type PropertiesOf } from './index.ts';

describe.each(plan)('$name', (event) => {
  it('is named "Object Action" in Title Case', () => {
    expect(event.name).toMatch(/^[A-Z][a-z]+( [A-Z][a-z]+)+$/);
  });

  it('has an example that fits its properties', () => {
    expect(event.properties.safeParse(event.example).error).toBeUndefined();
  });

  it('has snake_case properties, each with a description', () => {
    for (const [name, schema] of Object.entries(event.properties.shape)) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      const { description } =
        schema instanceof z.ZodOptional
          ? (schema.unwrap() as z.ZodType)
          : schema;
      expect([name, description ?? '']).toEqual([
        name,
        expect.stringMatching(/.+\.$/),
      ]);
    }
  });

  it('links its section of the spec', () => {
    expect(event.spec).toMatch(/^https:\/\/segment\.com\/docs\//);
  });
});

it('names each event once', () => {
  const names = plan.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** Compiled, never run: what the types allow is what these lines say. */
export function types(): void {
  const frontEnd = <N extends EventName<'front-end'>>(
    _name: N,
    _properties: PropertiesOf<N>,
  ) => undefined;
  const product = {
    product_id: '1',
    sku: 'A',
    price: 1,
    quantity: 1,
    currency: 'EUR',
  };
  frontEnd('Product Added', product);
  // @ts-expect-error the back end owns it: a browser must not send it too
  frontEnd('Order Completed', { order_id: '1', products: [] });
  // @ts-expect-error there is no such event
  frontEnd('Product Seen', product);
  // @ts-expect-error a price is a number
  frontEnd('Product Added', { ...product, price: '1' });
  // @ts-expect-error a misspelt property
  frontEnd('Product Added', { ...product, quanity: 1 });
  // @ts-expect-error a required property is missing
  frontEnd('Product Added', { product_id: '1', sku: 'A', price: 1 });
}
