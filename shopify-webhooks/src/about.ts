import {
  CART_ATTRIBUTE,
  decodeConsent,
  isAnonymousId,
  type ConsentReading,
} from '@storefront-events/plan/wire';
import {
  cartSubject,
  checkoutSubject,
  contractSubject,
  customerSubject,
  orderSubject,
  visitorSubject,
  type Subject,
} from './ledger.ts';
import { noteAttributes } from './shopify/note-attributes.ts';
import { isObject, resourceId, text, type Json } from './shopify/payload.ts';

/** What and whom a webhook is about, as far as its payload says. Shopify has signed it. */
export interface About {
  readonly orderId: string | undefined;
  readonly customerId: string | undefined;
  readonly subjects: {
    readonly order: Subject | undefined;
    readonly checkout: Subject | undefined;
    readonly contract: Subject | undefined;
    readonly customer: Subject | undefined;
    /** A customer who became a part of this one. */
    readonly merged: Subject | undefined;
    readonly cart: Subject | undefined;
    readonly visitor: Subject | undefined;
  };
  /** What the storefront wrote of the visitor's consent. */
  readonly reading: ConsentReading;
  readonly anonymousId: string | undefined;
  /** When it arrived here, in milliseconds since 1970. */
  readonly receivedAt: number;
}

/** Under which names storefronts leave the anonymous id on the cart: ours, Chord's, Littledata's, RudderStack's. */
const ANONYMOUS_ID = [
  CART_ATTRIBUTE.anonymousId,
  '_cdpAnonymousId',
  '_segment-clientID',
  'segment-clientID',
  'rudderAnonymousId',
];

interface Ids {
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly mergedId?: string | undefined;
  readonly checkoutToken?: string | undefined;
  readonly contractId?: string | undefined;
  readonly cartToken?: string | undefined;
  readonly anonymousId?: string | undefined;
}

/** A webhook about these, whose payload carries no attributes of a cart. */
export function aboutIds(ids: Ids, receivedAt: number): About {
  return about(ids, { status: 'absent' }, ids.anonymousId, receivedAt);
}

/** A webhook that carries an order or a checkout: their attributes, tokens and customer have the same names. */
export function aboutOrder(
  order: Json,
  orderId: string | undefined,
  checkoutToken: unknown,
  receivedAt: number,
): About {
  const attributes = noteAttributes(order);
  const { customer } = order;
  return about(
    {
      orderId,
      customerId: isObject(customer)
        ? resourceId(customer, 'Customer')
        : undefined,
      checkoutToken: text(checkoutToken),
      cartToken: text(order['cart_token']),
    },
    decodeConsent(attributes.get(CART_ATTRIBUTE.consent)),
    ANONYMOUS_ID.map((name) => attributes.get(name)).find(isAnonymousId),
    receivedAt,
  );
}

function about(
  ids: Ids,
  reading: ConsentReading,
  anonymousId: string | undefined,
  receivedAt: number,
): About {
  const { orderId, customerId, mergedId } = ids;
  const { checkoutToken, contractId, cartToken } = ids;
  return {
    orderId,
    customerId,
    subjects: {
      order: orderId === undefined ? undefined : orderSubject(orderId),
      checkout:
        checkoutToken === undefined
          ? undefined
          : checkoutSubject(checkoutToken),
      contract:
        contractId === undefined ? undefined : contractSubject(contractId),
      customer:
        customerId === undefined ? undefined : customerSubject(customerId),
      merged: mergedId === undefined ? undefined : customerSubject(mergedId),
      cart: cartToken === undefined ? undefined : cartSubject(cartToken),
      visitor:
        anonymousId === undefined ? undefined : visitorSubject(anonymousId),
    },
    reading,
    anonymousId,
    receivedAt,
  };
}
