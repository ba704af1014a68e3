/** The name under which received events are kept. No topic of Shopify is called so, and no request may claim it. */
export const EVENTS_TOPIC = 'POST /events';
