import { cartGid, type Cart, type CartLine } from '../cart/cart.ts';
import {
  costOf,
  payByGiftCards,
  type Allocation,
  type LineCost,
} from '../cart/cost.ts';
import { lastCharacters } from '../cart/gift-cards.ts';
import type { Context } from '../context.ts';
import { connection, type PageArguments } from '../list/connection.ts';
import { countryOf } from '../markets.ts';
import {
  convert,
  money,
  SHOP_CURRENCY,
  total as sum,
  type Currency,
  type Money,
} from '../money.ts';
import { timeText } from '../time.ts';
import { CONSENT_PARAMETER, encodeVisitorConsent } from '../visitor-consent.ts';
import { noMetafields } from './metafield.ts';
import { allocation } from './selling-plan.ts';

/**
 * Whatever country the question is asked for, a cart is in the currency of its own buyer.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Cart
 */
const fields = {
  ...noMetafields,
  id: cartGid,
  createdAt: ({ createdAt }: Cart) => timeText(createdAt),
  updatedAt: ({ updatedAt }: Cart) => timeText(updatedAt),
  attribute: ({ attributes }: Cart, { key }: { key: string }) =>
    attributes.find((each) => each.key === key) ?? null,
  buyerIdentity: ({ buyer }: Cart, _: object, { state }: Context) => ({
    countryCode: buyer.countryCode,
    email: buyer.email ?? null,
    phone: buyer.phone ?? null,
    customer: state.customers.find(buyer.customerId) ?? null,
    deliveryAddressPreferences: [],
    preferences: null,
    purchasingCompany: null,
  }),
  checkoutUrl,
  cost: shownCost,
  estimatedCost: shownCost,
  totalQuantity: ({ lines }: Cart) =>
    lines.reduce((sum, { quantity }) => sum + quantity, 0),
  lines: (cart: Cart, page: PageArguments) =>
    connection(
      costOf(cart, currencyOf(cart)).lines.map((line) => shownLine(line, cart)),
      page,
      ({ id }) => id,
    ),
  discountCodes: (cart: Cart) =>
    costOf(cart, currencyOf(cart)).codes.map(({ code, isApplicable }) => ({
      code,
      applicable: isApplicable,
    })),
  discountAllocations: (cart: Cart) =>
    costOf(cart, currencyOf(cart)).discounts.map((allocation) =>
      shownAllocation(allocation, currencyOf(cart)),
    ),
  appliedGiftCards,
  // There are groups once the buyer has given an address, which this stand-in's checkout asks for.
  deliveryGroups: (_: Cart, page: PageArguments) =>
    connection<never>([], page, String),
  delivery: () => ({ addresses: [] }),
};

export const cartResolvers = { Cart: fields };

function currencyOf({ buyer }: Cart): Currency {
  return countryOf(buyer.countryCode).currency;
}

/** The address of the checkout. The consent that came with the question goes along, as Shopify does it. */
function checkoutUrl(
  { token, key }: Cart,
  _: object,
  { origin, visitorConsent }: Context,
): string {
  const url = new URL(`/cart/c/${token}`, origin);
  url.searchParams.set('key', key);
  const consent = visitorConsent && encodeVisitorConsent(visitorConsent);
  if (consent) url.searchParams.set(CONSENT_PARAMETER, consent);
  return url.href;
}

/**
 * The total is what is left after gift cards. That Shopify means it so can be read in its shopify-buy, which adds them to
 * have the price.
 */
function shownCost(cart: Cart) {
  const currency = currencyOf(cart);
  const { subtotal, total } = costOf(cart, currency);
  const paid = payByGiftCards(cart.giftCards, total, currency);
  const due = total - sum(paid.map(({ used }) => used));
  return {
    subtotalAmount: money(subtotal, currency),
    subtotalAmountEstimated: false,
    totalAmount: money(due, currency),
    totalAmountEstimated: true,
    checkoutChargeAmount: money(subtotal, currency),
    // Shopify has stopped to tell them before the checkout.
    totalTaxAmount: null,
    totalTaxAmountEstimated: false,
    totalDutyAmount: null,
    totalDutyAmountEstimated: false,
  };
}

/** @see https://shopify.dev/docs/api/storefront/latest/objects/CartLine */
function shownLine(cost: LineCost, cart: Cart) {
  const { line, discounts } = cost;
  const currency = currencyOf(cart);
  const amounts = lineAmounts(cost, currency);
  return {
    id: line.id,
    quantity: line.quantity,
    attributes: line.attributes,
    attribute: ({ key }: { key: string }) => attributeOf(line, key),
    merchandise: { product: line.product, variant: line.variant },
    cost: amounts,
    estimatedCost: {
      amount: amounts.amountPerQuantity,
      compareAtAmount: amounts.compareAtAmountPerQuantity,
      subtotalAmount: amounts.subtotalAmount,
      totalAmount: amounts.totalAmount,
    },
    discountAllocations: discounts.map((allocation) =>
      shownAllocation(allocation, currency),
    ),
    instructions: { canRemove: true, canUpdateQuantity: true },
    parentRelationship: null,
    sellingPlanAllocation: line.plan
      ? allocation(line.plan, amounts.amountPerQuantity)
      : null,
  };
}

function attributeOf({ attributes }: CartLine, key: string) {
  return attributes.find((each) => each.key === key) ?? null;
}

function lineAmounts(
  { unit, compareAt, subtotal, total }: LineCost,
  currency: Currency,
) {
  return {
    amountPerQuantity: money(unit, currency),
    compareAtAmountPerQuantity:
      compareAt === undefined ? null : money(compareAt, currency),
    subtotalAmount: money(subtotal, currency),
    totalAmount: money(total, currency),
  };
}

/** @see https://shopify.dev/docs/api/storefront/latest/objects/CartCodeDiscountAllocation */
function shownAllocation({ discount, amount }: Allocation, currency: Currency) {
  const value: Money | { percentage: number } =
    discount.scope === 'lines'
      ? { percentage: discount.percent }
      : money(convert(discount.amount, currency), currency);
  return {
    code: discount.code,
    discountedAmount: money(amount, currency),
    targetType: 'LINE_ITEM',
    discountApplication: {
      allocationMethod: 'ACROSS',
      targetSelection:
        discount.scope === 'order' || discount.isForAll ? 'ALL' : 'ENTITLED',
      targetType: 'LINE_ITEM',
      value,
    },
  };
}

/** What the cards would pay of the cart as it is. @see https://shopify.dev/docs/api/storefront/latest/objects/AppliedGiftCard */
function appliedGiftCards(cart: Cart) {
  const currency = currencyOf(cart);
  const used = (each: Currency) =>
    payByGiftCards(cart.giftCards, costOf(cart, each).total, each);
  const inShops = used(SHOP_CURRENCY);
  return used(currency).map((presentment, index) => {
    const { card } = presentment;
    const amountUsed = money(inShops[index]?.used ?? 0, SHOP_CURRENCY);
    const balance = money(card.balance, SHOP_CURRENCY);
    return {
      id: card.id,
      lastCharacters: lastCharacters(card),
      balance,
      balanceV2: balance,
      amountUsed,
      amountUsedV2: amountUsed,
      presentmentAmountUsed: money(presentment.used, currency),
    };
  });
}
