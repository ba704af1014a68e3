import type { SellingPlan } from '../catalogue/selling-plans.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import type { Money } from '../money.ts';
import { noMetafields } from './metafield.ts';

const GROUP = 'Subscription';
const OPTION = 'Deliver every';

const periodOf = ({ everyMonths }: SellingPlan) =>
  everyMonths === 1 ? 'month' : `${String(everyMonths)} months`;

const policy = ({ everyMonths }: SellingPlan) => ({
  interval: 'MONTH',
  intervalCount: everyMonths,
});

/** @see https://shopify.dev/docs/api/storefront/latest/objects/SellingPlan */
export const sellingPlanResolvers = {
  SellingPlan: {
    ...noMetafields,
    description: ({ name }: SellingPlan) => name,
    options: (plan: SellingPlan) => [{ name: OPTION, value: periodOf(plan) }],
    priceAdjustments: () => [],
    recurringDeliveries: () => true,
    billingPolicy: policy,
    deliveryPolicy: policy,
    checkoutCharge: () => ({
      type: 'PERCENTAGE',
      value: { percentage: 100 },
    }),
  },
  SellingPlanBillingPolicy: {
    __resolveType: () => 'SellingPlanRecurringBillingPolicy',
  },
  SellingPlanDeliveryPolicy: {
    __resolveType: () => 'SellingPlanRecurringDeliveryPolicy',
  },
  SellingPlanCheckoutChargeValue: {
    __resolveType: () => 'SellingPlanCheckoutChargePercentageValue',
  },
};

/** The groups a merchant has put a product's plans into: one, or none. */
export function sellingPlanGroups(
  plans: readonly SellingPlan[],
  page: PageArguments,
) {
  const group = {
    name: GROUP,
    appName: null,
    options: [{ name: OPTION, values: plans.map(periodOf) }],
    sellingPlans: (of: PageArguments) => connection(plans, of, ({ id }) => id),
  };
  return connection(plans.length > 0 ? [group] : [], page, ({ name }) => name);
}

/** What a plan does to a price: nothing, and all of it is paid at the checkout. */
export function allocation(sellingPlan: SellingPlan, price: Money) {
  return {
    sellingPlan,
    checkoutChargeAmount: price,
    remainingBalanceChargeAmount: { ...price, amount: '0.0' },
    priceAdjustments: [
      {
        compareAtPrice: price,
        perDeliveryPrice: price,
        price,
        unitPrice: null,
      },
    ],
  };
}
