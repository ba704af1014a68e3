import * as React from 'react';
import type { Image } from '../shop/products';

/** A square picture. Its place is kept before it comes, and where there is none. */
export function Picture({
  image,
  size,
  isFirst = false,
}: {
  readonly image: Image | null;
  readonly size: number;
  /** Seen as soon as the page is: not to be waited for. */
  readonly isFirst?: boolean;
}) {
  if (!image) return <span className="picture" />;
  return (
    <img
      className="picture"
      src={image.url}
      alt={image.altText ?? ''}
      width={size}
      height={size}
      loading={isFirst ? 'eager' : 'lazy'}
      fetchPriority={isFirst ? 'high' : 'auto'}
    />
  );
}
