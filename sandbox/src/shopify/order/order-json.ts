import { PICTURE_SIZE, pictureOf } from '../catalogue/pictures.ts';
import { lastCharacters } from '../cart/gift-cards.ts';
import { money, type Minor } from '../money.ts';
import { timeText } from '../time.ts';
import { nameOf, type Order } from './order.ts';

/** An order as the site's own status page shows it: `GET /api/orders/:id?key=…`. Money in the buyer's currency. */
export function orderSummary(order: Order, origin: string) {
  const { cost, country, cart } = order;
  const { presentment } = cost;
  const amount = (minor: Minor) => money(minor, country.currency);
  return {
    id: order.id,
    name: nameOf(order),
    processedAt: timeText(order.at),
    email: order.email,
    financialStatus: 'PAID',
    fulfillmentStatus: 'UNFULFILLED',
    currencyCode: country.currency,
    lines: cart.lines.map(({ product, variant, quantity }, place) => ({
      productId: product.id,
      variantId: variant.id,
      sku: variant.sku,
      handle: product.handle,
      title: product.title,
      variantTitle: product.variants.length > 1 ? variant.title : null,
      quantity,
      image: {
        url: `${origin}/images/${pictureOf(product, variant).name}.svg`,
        altText: pictureOf(product, variant).alt,
        width: PICTURE_SIZE,
        height: PICTURE_SIZE,
      },
      total: amount(presentment.cart.lines[place]?.total ?? 0),
    })),
    discountCodes: presentment.cart.codes
      .filter(({ isApplicable }) => isApplicable)
      .map(({ code }) => code),
    subtotal: amount(presentment.subtotal),
    discount: amount(presentment.discount),
    shipping: amount(presentment.shipping),
    tax: amount(presentment.tax),
    total: amount(presentment.total),
    giftCards: presentment.giftCards.map(({ card, used }) => ({
      lastCharacters: lastCharacters(card),
      amountUsed: amount(used),
    })),
    statusUrl: order.statusUrl,
  };
}
