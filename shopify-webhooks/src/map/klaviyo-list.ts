import type { Permission } from '../consent.ts';
import type { KlaviyoSettings } from '../map-settings.ts';
import type { Traits } from '../message.ts';

/**
 * The list of Klaviyo's that a customer is put on, which subscribes them: only somebody who has subscribed to email in
 * the shop, and has granted everything that covers it. Nobody who was never asked.
 *
 * @see https://segment.com/docs/connections/destinations/catalog/actions-klaviyo/
 */
export function klaviyoList(
  settings: KlaviyoSettings | undefined,
  permission: Permission,
  { email, email_marketing_consent: state }: Traits,
): {
  readonly integrations?: { readonly Klaviyo: { readonly listId: string } };
} {
  return settings !== undefined &&
    permission.status === 'granted' &&
    email !== undefined &&
    state === 'subscribed' &&
    settings.categories.every(
      (category) => permission.categoryPreferences?.[category] === true,
    )
    ? { integrations: { Klaviyo: { listId: settings.listId } } }
    : {};
}
