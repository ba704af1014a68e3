/** Every event of the plan, in the order of a customer's journey. */
import { checkoutAbandoned } from './back-end/checkout-abandoned.ts';
import {
  accountCreated,
  customerDeleted,
  customerUpdated,
  marketingConsentUpdated,
  userCreated,
  userUpdated,
} from './back-end/customers.ts';
import {
  emailBounced,
  emailDelivered,
  emailLinkClicked,
  emailMarkedAsSpam,
  emailOpened,
  unsubscribed,
} from './back-end/email.ts';
import { itemRestocked } from './back-end/item-restocked.ts';
import {
  deepLinkClicked,
  deepLinkOpened,
  pushNotificationReceived,
  pushNotificationTapped,
} from './back-end/mobile.ts';
import {
  orderDeleted,
  orderEdited,
  orderFulfilled,
  orderRefunded,
} from './back-end/order-changes.ts';
import {
  orderCancelled,
  orderCompleted,
  orderPaid,
  orderUpdated,
} from './back-end/orders.ts';
import { shipmentDelivered, shipmentShipped } from './back-end/shipments.ts';
import {
  subscriptionAddressUpdated,
  subscriptionAutoRenewed,
  subscriptionCancelled,
  subscriptionCreated,
  subscriptionExpired,
  subscriptionFailed,
  subscriptionOrderSkipped,
  subscriptionPaused,
  subscriptionPaymentChallenged,
  subscriptionPaymentFailed,
  subscriptionReminderSent,
  subscriptionResumed,
  subscriptionUpdated,
} from './back-end/subscriptions.ts';
import {
  loginStarted,
  passwordResetCompleted,
  passwordResetStarted,
  signedIn,
  signedOut,
  signedUp,
  userAddressAdded,
  userAddressRemoved,
  userAddressUpdated,
} from './front-end/account.ts';
import {
  productListFiltered,
  productListViewed,
  productsSearched,
} from './front-end/browsing.ts';
import { cartViewed, productAdded, productRemoved } from './front-end/cart.ts';
import {
  checkoutStarted,
  checkoutStepCompleted,
  checkoutStepViewed,
  paymentInfoEntered,
  subscriptionPaymentInfoEntered,
} from './front-end/checkout.ts';
import { consentPreferenceUpdated } from './front-end/consent-preference-updated.ts';
import {
  couponApplied,
  couponDenied,
  couponEntered,
  couponRemoved,
} from './front-end/coupons.ts';
import { emailCaptured } from './front-end/email-captured.ts';
import {
  giftCardApplied,
  giftCardDenied,
  giftCardEntered,
  giftCardRemoved,
} from './front-end/gift-cards.ts';
import { navigationClicked } from './front-end/navigation-clicked.ts';
import { productReviewed } from './front-end/product-reviewed.ts';
import {
  collectionClicked,
  productClicked,
  productDetailsClicked,
  productViewed,
  variantClicked,
} from './front-end/products.ts';
import { promotionClicked, promotionViewed } from './front-end/promotions.ts';
import { cartShared, productShared } from './front-end/sharing.ts';
import { stockRequestCreated } from './front-end/stock-request-created.ts';
import {
  productAddedToWishlist,
  productRemovedFromWishlist,
  wishlistProductAddedToCart,
} from './front-end/wishlist.ts';
import { definePlan } from './define-plan.ts';

export const basePlan = definePlan([
  consentPreferenceUpdated,
  navigationClicked,
  productsSearched,
  productListViewed,
  productListFiltered,
  promotionViewed,
  promotionClicked,
  productClicked,
  productViewed,
  variantClicked,
  productDetailsClicked,
  collectionClicked,
  productAddedToWishlist,
  productRemovedFromWishlist,
  wishlistProductAddedToCart,
  productShared,
  cartShared,
  productReviewed,
  stockRequestCreated,
  emailCaptured,
  loginStarted,
  signedIn,
  signedUp,
  signedOut,
  passwordResetStarted,
  passwordResetCompleted,
  userAddressAdded,
  userAddressUpdated,
  userAddressRemoved,
  productAdded,
  productRemoved,
  cartViewed,
  couponEntered,
  couponApplied,
  couponDenied,
  couponRemoved,
  giftCardEntered,
  giftCardApplied,
  giftCardDenied,
  giftCardRemoved,
  checkoutStarted,
  checkoutStepViewed,
  checkoutStepCompleted,
  paymentInfoEntered,
  subscriptionPaymentInfoEntered,
  checkoutAbandoned,
  orderCompleted,
  orderPaid,
  orderUpdated,
  orderCancelled,
  orderEdited,
  orderRefunded,
  orderFulfilled,
  orderDeleted,
  shipmentShipped,
  shipmentDelivered,
  itemRestocked,
  accountCreated,
  customerUpdated,
  customerDeleted,
  marketingConsentUpdated,
  userCreated,
  userUpdated,
  subscriptionCreated,
  subscriptionAutoRenewed,
  subscriptionPaused,
  subscriptionResumed,
  subscriptionCancelled,
  subscriptionExpired,
  subscriptionFailed,
  subscriptionUpdated,
  subscriptionPaymentFailed,
  subscriptionPaymentChallenged,
  subscriptionAddressUpdated,
  subscriptionOrderSkipped,
  subscriptionReminderSent,
  emailDelivered,
  emailOpened,
  emailLinkClicked,
  emailBounced,
  emailMarkedAsSpam,
  unsubscribed,
  pushNotificationReceived,
  pushNotificationTapped,
  deepLinkClicked,
  deepLinkOpened,
]);
