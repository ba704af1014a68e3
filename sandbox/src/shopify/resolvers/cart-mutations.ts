import type {
  CartBuyerIdentityInput,
  CartInput,
} from '@shopify/hydrogen-react/storefront-api-types';
import {
  refused,
  setAttributes,
  setNote,
  then,
  type Attribute,
  type Cart,
  type Edited,
} from '../cart/cart.ts';
import { setBuyer } from '../cart/buyer.ts';
import { costOf } from '../cart/cost.ts';
import { updateDiscountCodes } from '../cart/discounts.ts';
import {
  addGiftCards,
  removeGiftCards,
  updateGiftCards,
} from '../cart/gift-cards.ts';
import {
  addLines,
  removeLines,
  updateLines,
  type LineInput,
  type LineUpdate,
} from '../cart/lines.ts';
import type { Context } from '../context.ts';
import { SHOP_CURRENCY } from '../money.ts';
import { refuseOthers } from './refuse-others.ts';

/** A mutation of a cart that is there. */
const change =
  <Given>(edit: (cart: Cart, given: Given, context: Context) => Edited) =>
  (
    _: unknown,
    given: Given & { readonly cartId: string },
    context: Context,
  ) => {
    const { carts } = context.state;
    const cart = carts.find(given.cartId);
    return payload(
      carts.keep(
        cart
          ? edit(cart, given, context)
          : refused('The specified cart does not exist.', ['cartId']),
      ),
    );
  };

/** @see https://shopify.dev/docs/api/storefront/latest/mutations/cartCreate */
export const cartMutations = {
  cartCreate: (
    _: unknown,
    { input }: { input?: CartInput | null },
    context: Context,
  ) => payload(context.state.carts.keep(newCart(input ?? {}, context))),
  cartLinesAdd: change((cart, { lines }: { lines: readonly LineInput[] }) => {
    for (const line of lines) refuseOthers('CartLineInput', line, LINE_FIELDS);
    return addLines(cart, lines);
  }),
  cartLinesUpdate: change(
    (cart, { lines }: { lines: readonly LineUpdate[] }) => {
      for (const line of lines)
        refuseOthers('CartLineUpdateInput', line, ['id', ...LINE_FIELDS]);
      return updateLines(cart, lines);
    },
  ),
  cartLinesRemove: change((cart, given: { lineIds: readonly string[] }) =>
    removeLines(cart, given.lineIds),
  ),
  cartAttributesUpdate: change(
    (cart, given: { attributes: readonly Attribute[] }) =>
      setAttributes(cart, given.attributes),
  ),
  cartNoteUpdate: change((cart, { note }: { note: string }) =>
    setNote(cart, note),
  ),
  cartDiscountCodesUpdate: change(
    (cart, given: { discountCodes: readonly string[] }) =>
      updateDiscountCodes(cart, given.discountCodes, isApplicable),
  ),
  cartGiftCardCodesUpdate: change((cart, given: GiftCardCodes) =>
    updateGiftCards(cart, given.giftCardCodes),
  ),
  cartGiftCardCodesAdd: change((cart, given: GiftCardCodes) =>
    addGiftCards(cart, given.giftCardCodes),
  ),
  cartGiftCardCodesRemove: change(
    (cart, given: { appliedGiftCardIds: readonly string[] }) =>
      removeGiftCards(cart, given.appliedGiftCardIds),
  ),
  cartBuyerIdentityUpdate: change(
    (
      cart,
      { buyerIdentity }: { buyerIdentity: CartBuyerIdentityInput },
      { state },
    ) => setBuyer(cart, identity(buyerIdentity), state.customers),
  ),
};

interface GiftCardCodes {
  readonly giftCardCodes: readonly string[];
}

const LINE_FIELDS = [
  'merchandiseId',
  'quantity',
  'attributes',
  'sellingPlanId',
];

/** The cart that is asked for, in the country it is asked for. */
function newCart(input: CartInput, { state, country }: Context): Edited {
  refuseOthers('CartInput', input, [
    'attributes',
    'buyerIdentity',
    'discountCodes',
    'giftCardCodes',
    'lines',
    'note',
  ]);
  const lines = (input.lines ?? []) as readonly LineInput[];
  for (const line of lines) refuseOthers('CartLineInput', line, LINE_FIELDS);
  const steps: ((cart: Cart) => Edited)[] = [
    (cart) => setAttributes(cart, input.attributes ?? []),
    (cart) => setNote(cart, input.note ?? ''),
    (cart) =>
      setBuyer(cart, identity(input.buyerIdentity ?? {}), state.customers),
    (cart) => addLines(cart, lines, ['input', 'lines']),
    (cart) =>
      updateDiscountCodes(cart, input.discountCodes ?? [], isApplicable),
    (cart) => updateGiftCards(cart, input.giftCardCodes ?? []),
  ];
  return steps.reduce<Edited>(then, {
    cart: state.carts.blank(country.code),
    warnings: [],
  });
}

function identity(given: CartBuyerIdentityInput): CartBuyerIdentityInput {
  refuseOthers('CartBuyerIdentityInput', given, [
    'countryCode',
    'customerAccessToken',
    'email',
    'phone',
  ]);
  return given;
}

function isApplicable(cart: Cart, code: string): boolean {
  return costOf(cart, SHOP_CURRENCY).codes.some(
    (each) =>
      each.isApplicable && each.code.toUpperCase() === code.toUpperCase(),
  );
}

function payload(edited: Edited) {
  return 'errors' in edited
    ? { cart: null, userErrors: edited.errors, warnings: [] }
    : { cart: edited.cart, userErrors: [], warnings: edited.warnings };
}
