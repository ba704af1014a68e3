import type { Minor } from '@storefront-events/plan/money';
import type { PlanProduct } from '../products/plan-product.ts';

/**
 * A cart as any client has it, made one. An aspect is undefined where the answer did not carry it, or only a part of it:
 * nothing is concluded from what nobody asked for.
 */
export interface Cart {
  /** The token in the cart's global id, which orders carry as `cart_token`. */
  readonly id: string | undefined;
  /** When Shopify last changed it, in milliseconds; Shopify tells whole seconds. */
  readonly updatedAt: number | undefined;
  readonly currency: string | undefined;
  readonly lines: readonly CartLine[] | undefined;
  readonly discountCodes: readonly DiscountCode[] | undefined;
  readonly giftCards: readonly GiftCard[] | undefined;
}

export interface CartLine {
  readonly variantId: string;
  /** What makes a line another one for the visitor: variant, attributes and selling plan. Shopify's line id is not it. */
  readonly key: string;
  readonly quantity: number;
  /** What the whole line costs, after its discounts and before those of the whole cart. */
  readonly total: Minor | undefined;
  readonly currency: string | undefined;
  /** The plan's product, without what depends on quantity. */
  readonly product: Partial<PlanProduct>;
  /** What a bundle consists of, with quantities for the whole line; empty where it is none. */
  readonly components: readonly CartLine[];
}

export interface DiscountCode {
  readonly code: string;
  /** False where Shopify keeps the code but it takes nothing off. */
  readonly isApplicable: boolean;
  /** What it takes off, if the answer says so; the decimal number the plan asks for. */
  readonly discount: number | undefined;
}

export interface GiftCard {
  readonly id: string;
  readonly lastCharacters: string | undefined;
  /** The decimal number the plan asks for. */
  readonly amountUsed: number | undefined;
}
