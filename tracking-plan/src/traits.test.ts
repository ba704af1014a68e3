import { traitsSchema } from './shapes/traits.ts';
import { traitsOf } from './traits.ts';

it('says each thing in every spelling a destination reads', () => {
  const traits = traitsOf({
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    createdAt: '2026-11-21T10:00:00.000Z',
    address: { city: 'Bern', postalCode: '3000' },
    lifetimeValue: 58.75,
    orderCount: 2,
  });
  expect(traits).toEqual({
    email: 'ada@example.com',
    firstName: 'Ada',
    first_name: 'Ada',
    lastName: 'Lovelace',
    last_name: 'Lovelace',
    createdAt: '2026-11-21T10:00:00.000Z',
    created_at: '2026-11-21T10:00:00.000Z',
    address: { city: 'Bern', postalCode: '3000', postal_code: '3000' },
    lifetime_value: 58.75,
    order_count: 2,
  });
  expect(traitsSchema.safeParse(traits).error).toBeUndefined();
});

it('leaves out what is not known', () => {
  expect(traitsOf({})).toEqual({});
});
