/**
 * The part of the Storefront API that the example site uses, with Shopify's own names.
 *
 * @see https://shopify.dev/docs/api/storefront
 */
export const typeDefinitions = /* GraphQL */ `
  scalar Decimal
  scalar URL

  type Query {
    products(first: Int!): ProductConnection!
    product(handle: String): Product
    cart(id: ID!): Cart
  }

  type Mutation {
    cartCreate(input: CartInput): CartPayload
    cartLinesAdd(cartId: ID!, lines: [CartLineInput!]!): CartPayload
    cartLinesUpdate(cartId: ID!, lines: [CartLineUpdateInput!]!): CartPayload
    cartLinesRemove(cartId: ID!, lineIds: [ID!]!): CartPayload
    cartAttributesUpdate(
      cartId: ID!
      attributes: [AttributeInput!]!
    ): CartPayload
  }

  type ProductConnection {
    nodes: [Product!]!
  }
  type ProductVariantConnection {
    nodes: [ProductVariant!]!
  }

  type Product {
    id: ID!
    handle: String!
    title: String!
    vendor: String!
    productType: String!
    description: String!
    featuredImage: Image
    variants(first: Int): ProductVariantConnection!
  }

  type ProductVariant {
    id: ID!
    title: String!
    sku: String
    price: MoneyV2!
    product: Product!
  }

  type Image {
    url: URL!
    altText: String
    width: Int
    height: Int
  }
  type MoneyV2 {
    amount: Decimal!
    currencyCode: String!
  }
  type Attribute {
    key: String!
    value: String
  }

  type Cart {
    id: ID!
    checkoutUrl: URL!
    totalQuantity: Int!
    attributes: [Attribute!]!
    cost: CartCost!
    lines(first: Int): CartLineConnection!
  }

  type CartCost {
    subtotalAmount: MoneyV2!
    totalAmount: MoneyV2!
  }
  type CartLineConnection {
    nodes: [CartLine!]!
  }
  type CartLine {
    id: ID!
    quantity: Int!
    cost: CartLineCost!
    merchandise: ProductVariant!
  }
  type CartLineCost {
    totalAmount: MoneyV2!
  }

  input CartInput {
    lines: [CartLineInput!]
    attributes: [AttributeInput!]
  }
  input CartLineInput {
    merchandiseId: ID!
    quantity: Int = 1
  }
  input CartLineUpdateInput {
    id: ID!
    quantity: Int!
  }
  input AttributeInput {
    key: String!
    value: String!
  }

  type CartPayload {
    cart: Cart
    userErrors: [CartUserError!]!
  }
  type CartUserError {
    message: String!
    field: [String!]
  }
`;
