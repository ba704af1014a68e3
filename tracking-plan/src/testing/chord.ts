/**
 * What Chord's plan (@chordcommerce/analytics 1.23.1) requires: of each of its 64 events, and of an item of its `products`.
 * Figures to hold ours against, so that a shop can move without renaming.
 */
export const CHORD: Readonly<
  Record<
    string,
    {
      readonly required: readonly string[];
      readonly ofProducts: readonly string[];
    }
  >
> = {
  'Cart Shared': { required: [], ofProducts: ['name', 'product_id'] },
  'Cart Viewed': { required: ['products'], ofProducts: ['name', 'product_id'] },
  'Checkout Abandoned': { required: [], ofProducts: [] },
  'Checkout Started': {
    required: ['products'],
    ofProducts: ['name', 'product_id'],
  },
  'Checkout Step Completed': { required: ['step'], ofProducts: [] },
  'Checkout Step Viewed': { required: ['step'], ofProducts: [] },
  'Collection Clicked': { required: [], ofProducts: [] },
  'Coupon Applied': { required: [], ofProducts: [] },
  'Coupon Denied': { required: [], ofProducts: [] },
  'Coupon Entered': { required: [], ofProducts: [] },
  'Coupon Removed': { required: [], ofProducts: [] },
  'Email Captured': { required: [], ofProducts: [] },
  'Gift Card Applied': { required: [], ofProducts: [] },
  'Gift Card Denied': { required: [], ofProducts: [] },
  'Gift Card Entered': { required: [], ofProducts: [] },
  'Gift Card Removed': { required: [], ofProducts: [] },
  'Item Restocked': { required: [], ofProducts: [] },
  'Login Started': { required: [], ofProducts: [] },
  'Navigation Clicked': { required: [], ofProducts: [] },
  'Order Cancelled': {
    required: ['order_id', 'products', 'revenue', 'total'],
    ofProducts: ['name', 'price', 'product_id', 'quantity', 'sku'],
  },
  'Order Completed': {
    required: [
      'currency',
      'order_date',
      'order_id',
      'products',
      'revenue',
      'total',
    ],
    ofProducts: ['name', 'price', 'product_id', 'quantity', 'revenue', 'sku'],
  },
  'Order Refunded': {
    required: ['order_id', 'products', 'total'],
    ofProducts: ['name', 'price', 'product_id', 'quantity', 'sku'],
  },
  'Order Updated': {
    required: ['order_id', 'products', 'total'],
    ofProducts: ['name', 'price', 'product_id', 'quantity', 'sku'],
  },
  'Password Reset Completed': { required: [], ofProducts: [] },
  'Password Reset Started': { required: [], ofProducts: [] },
  'Payment Info Entered': { required: ['products', 'step'], ofProducts: [] },
  'Product Added': {
    required: [
      'name',
      'price',
      'product_id',
      'products',
      'sku',
      'total',
      'value',
    ],
    ofProducts: ['name', 'price', 'product_id', 'quantity'],
  },
  'Product Added to Wishlist': {
    required: ['name', 'product_id'],
    ofProducts: [],
  },
  'Product Clicked': {
    required: ['name', 'product_id'],
    ofProducts: ['name', 'product_id'],
  },
  'Product Details Clicked': { required: [], ofProducts: [] },
  'Product List Filtered': { required: [], ofProducts: ['name', 'product_id'] },
  'Product List Viewed': {
    required: ['products'],
    ofProducts: ['name', 'product_id'],
  },
  'Product Removed': {
    required: ['name', 'product_id', 'products', 'total'],
    ofProducts: ['name', 'price', 'product_id', 'quantity'],
  },
  'Product Removed from Wishlist': {
    required: ['name', 'product_id'],
    ofProducts: [],
  },
  'Product Reviewed': { required: ['product_id'], ofProducts: [] },
  'Product Shared': { required: ['name', 'product_id'], ofProducts: [] },
  'Product Viewed': {
    required: ['name', 'price', 'product_id', 'sku'],
    ofProducts: ['name', 'product_id'],
  },
  'Products Searched': { required: [], ofProducts: [] },
  'Promotion Clicked': { required: ['name', 'promotion_id'], ofProducts: [] },
  'Promotion Viewed': { required: ['name', 'promotion_id'], ofProducts: [] },
  'Shipment Delivered': { required: [], ofProducts: [] },
  'Shipment Shipped': { required: [], ofProducts: [] },
  'Signed In': { required: [], ofProducts: [] },
  'Signed Out': { required: [], ofProducts: [] },
  'Signed Up': { required: [], ofProducts: [] },
  'Stock Request Created': { required: [], ofProducts: [] },
  'Subscription Address Updated': { required: [], ofProducts: [] },
  'Subscription Auto-Renewed': { required: [], ofProducts: [] },
  'Subscription Cancelled': { required: [], ofProducts: [] },
  'Subscription Created': { required: [], ofProducts: [] },
  'Subscription Payment Info Entered': {
    required: ['products', 'step'],
    ofProducts: [],
  },
  'Subscription Expired': { required: [], ofProducts: [] },
  'Subscription Order Skipped': { required: [], ofProducts: [] },
  'Subscription Paused': { required: [], ofProducts: [] },
  'Subscription Payment Failed': { required: [], ofProducts: [] },
  'Subscription Reminder Sent': { required: [], ofProducts: [] },
  'Subscription Resumed': { required: [], ofProducts: [] },
  'User Address Added': { required: [], ofProducts: [] },
  'User Address Removed': { required: [], ofProducts: [] },
  'User Address Updated': { required: [], ofProducts: [] },
  'User Created': { required: [], ofProducts: [] },
  'User Updated': { required: [], ofProducts: [] },
  'Variant Clicked': { required: [], ofProducts: [] },
  'Wishlist Product Added to Cart': {
    required: ['name', 'product_id'],
    ofProducts: [],
  },
};
