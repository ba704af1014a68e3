import { PICTURE_SIZE, type Picture } from '../catalogue/pictures.ts';
import type { Context } from '../context.ts';

/**
 * A picture, at this server's own address. It is drawn, so it fits every size and the transformations have no effect.
 *
 * @see https://shopify.dev/docs/api/storefront/latest/objects/Image
 */
export function image({ name, alt }: Picture, { origin }: Context) {
  const url = `${origin}/images/${name}.svg`;
  return {
    id: `gid://shopify/ProductImage/${name}`,
    url,
    src: url,
    originalSrc: url,
    transformedSrc: url,
    altText: alt,
    width: PICTURE_SIZE,
    height: PICTURE_SIZE,
    thumbhash: null,
  };
}
