import { Link } from 'gatsby';
import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { plainId, type Image } from '../shop/products';
import { Picture } from './picture';

export interface Collection {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly description: string;
  readonly image: Image | null;
}

/** The ways into the shop. */
export function CollectionTiles({
  collections,
}: {
  readonly collections: readonly Collection[];
}) {
  const track = useTrack();
  return (
    <ul className="tiles">
      {collections.map(({ id, handle, title, image }) => (
        <li key={id}>
          <Link
            to={`/collections/${handle}/`}
            className="tile"
            onClick={() => {
              track('Collection Clicked', {
                collection_id: plainId(id),
                title,
                slug: handle,
              });
            }}
          >
            {/* Its title says the same. */}
            <Picture image={image && { ...image, altText: null }} size={160} />
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}
