const always = (name: string) => ({ __resolveType: () => name });

/** Which object stands for an interface or a union: mostly this stand-in knows one only. */
export const possibleTypes = {
  BaseCartLine: always('CartLine'),
  CartDiscountAllocation: always('CartCodeDiscountAllocation'),
  Media: always('MediaImage'),
  Merchandise: always('ProductVariant'),
  MetafieldParentResource: always('Product'),
  SearchResultItem: always('Product'),
  PricingValue: {
    __resolveType: (value: object) =>
      'percentage' in value ? 'PricingPercentageValue' : 'MoneyV2',
  },
  Node: {
    __resolveType: (node: object) => {
      if ('token' in node) return 'Cart';
      if ('variant' in node) return 'ProductVariant';
      return 'products' in node ? 'Collection' : 'Product';
    },
  },
};
