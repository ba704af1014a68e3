import { Link, type HeadFC, type PageProps } from 'gatsby';
import * as React from 'react';
import { PageHead } from '../components/page-head';
import { Picture } from '../components/picture';
import { findOrder, type Order } from '../shop/orders';
import { formatMoney } from '../shop/products';

/**
 * The status of an order, where the checkout leads back to. It reports nothing: Order Completed comes from the server,
 * once, whether this page is ever opened or not. The order's key stands after the #, where no server and no event sees it.
 */
export default function OrderPage({ location }: PageProps) {
  const order = useOrder(location.hash);
  if (order === undefined) return <h1>Your order</h1>;
  if (order === null)
    return (
      <>
        <h1>There is no such order</h1>
        <p>
          Open it from the mail we sent you, or{' '}
          <Link to="/account/">sign in</Link>.
        </p>
      </>
    );
  return (
    <div className="order">
      <h1>Order {order.name}</h1>
      <p className="lead">
        Thank you. It is paid, and we are packing it. We write to {order.email}{' '}
        when it leaves.
      </p>
      <ul className="lines">
        {order.lines.map((line) => (
          <li key={line.variantId}>
            <Picture image={line.image} size={72} />
            <div>
              <Link to={`/products/${line.handle}/`}>{line.title}</Link>
              <span className="kind">
                {line.quantity} × {line.variantTitle ?? 'piece'}
              </span>
            </div>
            <span className="amount">{formatMoney(line.total)}</span>
          </li>
        ))}
      </ul>
      <dl className="totals">
        <dt>Shipping</dt>
        <dd>{formatMoney(order.shipping)}</dd>
        <dt>Total</dt>
        <dd className="price">{formatMoney(order.total)}</dd>
      </dl>
    </div>
  );
}

/** Undefined until it is known, null where there is none. */
function useOrder(hash: string): Order | null | undefined {
  const [order, setOrder] = React.useState<Order | null>();
  React.useEffect(() => {
    const link = new URLSearchParams(hash.slice(1));
    findOrder(link.get('order') ?? '', link.get('key') ?? '').then(
      (found) => {
        setOrder(found ?? null);
      },
      () => {
        setOrder(null);
      },
    );
  }, [hash]);
  return order;
}

export const Head: HeadFC = () => (
  <PageHead title="Your order" description="How far your order is.">
    <meta name="robots" content="noindex" />
  </PageHead>
);
