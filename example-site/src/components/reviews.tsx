import { useTrack } from 'gatsby-plugin-storefront-events';
import * as React from 'react';
import { plainId, type Product, type Review } from '../shop/products';
import { textIn } from './form-text';

const STARS = [5, 4, 3, 2, 1];

/** What customers say of a product, and a place to say something. */
export function Reviews({ product }: { readonly product: Product }) {
  const [own, setOwn] = React.useState<Review>();
  const reviews = own ? [own, ...product.reviews] : product.reviews;
  return (
    <section aria-labelledby="reviews">
      <h2 id="reviews">Reviews</h2>
      {reviews.length === 0 && <p>Nobody has said anything yet.</p>}
      <ul className="reviews">
        {reviews.map(({ id, author, rating, title, body }) => (
          <li key={id}>
            <Rating of={rating} /> <strong>{title}</strong>
            <p>{body}</p>
            <p className="kind">{author}</p>
          </li>
        ))}
      </ul>
      {own ? (
        <p role="status">Thank you. We read it before others do.</p>
      ) : (
        <ReviewForm product={product} onWritten={setOwn} />
      )}
    </section>
  );
}

function Rating({ of }: { readonly of: number }) {
  return (
    <span className="stars" role="img" aria-label={`${String(of)} of 5 stars`}>
      {'★'.repeat(of)}
      {'☆'.repeat(5 - of)}
    </span>
  );
}

function ReviewForm({
  product,
  onWritten,
}: {
  readonly product: Product;
  readonly onWritten: (review: Review) => void;
}) {
  const track = useTrack();
  const submit = (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: string) => textIn(form, name);
    const review: Review = {
      id: crypto.randomUUID(),
      author: 'You',
      rating: Number(text('rating')),
      title: text('title'),
      body: text('body'),
    };
    // Your app for reviews takes it from here.
    track('Product Reviewed', {
      product_id: plainId(product.id),
      review_id: review.id,
      review_body: review.body,
      rating: text('rating'),
    });
    onWritten(review);
  };
  return (
    <details>
      <summary>Write a review</summary>
      <form onSubmit={submit} className="form">
        <label className="field">
          Stars
          <select name="rating">
            {STARS.map((stars) => (
              <option key={stars}>{stars}</option>
            ))}
          </select>
        </label>
        <label className="field">
          In a few words
          <input name="title" required maxLength={80} />
        </label>
        <label className="field">
          And more
          <textarea name="body" required rows={4} />
        </label>
        <button type="submit">Send the review</button>
      </form>
    </details>
  );
}
