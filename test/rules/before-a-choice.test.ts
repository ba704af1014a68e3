/** Rule 1: what becomes of calls made before a choice. Rules 2 and 3 are told whole in consent.test.ts. */
import { messagesOf, namesOf } from '../helpers/messages-of.ts';
import { withOptions } from '../helpers/options.ts';
import { findMessage, type Message } from '../helpers/segment.ts';
import {
  choose,
  browserOfTests,
  openProduct,
  storedAnonymousId,
  untilPhase,
  visit,
  type Visitor,
} from '../helpers/visitor.ts';

const PREFERENCE = 'Segment Consent Preference Updated';

const browser = browserOfTests();

/** Lands with a campaign, looks at a product, and agrees there; gives what arrived. */
async function agreesOnTheSecondPage(
  prepare?: Parameters<typeof visit>[2],
): Promise<{ visitor: Visitor; messages: Message[] }> {
  const visitor = await visit(
    browser(),
    '/?utm_source=mail&utm_campaign=spring',
    prepare,
  );
  await openProduct(visitor.page, 'Sencha');
  await choose(visitor.page, 'all');
  await untilPhase(visitor.page, 'open');
  const id = await storedAnonymousId(visitor.context);
  await findMessage(
    ({ anonymousId, event }) => anonymousId === id && event === PREFERENCE,
  );
  return { visitor, messages: await messagesOf(id) };
}

const inspect = ({ page }: Visitor) =>
  page.evaluate(() =>
    (
      window as unknown as {
        storefront: { inspect: () => { dropped: Record<string, number> } };
      }
    ).storefront.inspect(),
  );

describe('Rule 1, before a choice', () => {
  it("'current-page' keeps the page of the choice, with where the visit came from; the rest is counted", async () => {
    const { visitor, messages } = await agreesOnTheSecondPage();
    expect(namesOf(messages)).toEqual([
      'page /products/sencha/',
      'Product Viewed',
      PREFERENCE,
    ]);
    expect(messages[0]?.context).toMatchObject({
      campaign: { source: 'mail', name: 'spring' },
    });
    // The page, and the click that left it.
    expect(
      (await inspect(visitor)).dropped['page-left'],
    ).toBeGreaterThanOrEqual(2);
    await visitor.page.close();
  });

  it("'hold' keeps the page before it too, and marks what it kept", async () => {
    const { visitor, messages } = await agreesOnTheSecondPage(
      withOptions({ beforeConsent: 'hold' }),
    );
    expect(namesOf(messages)).toEqual([
      'page /',
      'Product Clicked',
      'page /products/sencha/',
      'Product Viewed',
      PREFERENCE,
    ]);
    const held = messages.map(
      ({ context }) => (context as { storefront?: unknown }).storefront,
    );
    expect(held.slice(0, -1).every((mark) => mark !== undefined)).toBe(true);
    expect(held.at(-1)).toBeUndefined();
    await visitor.page.close();
  });

  it("'drop' keeps nothing", async () => {
    const { visitor, messages } = await agreesOnTheSecondPage(
      withOptions({ beforeConsent: 'drop' }),
    );
    expect(namesOf(messages)).toEqual([PREFERENCE]);
    expect((await inspect(visitor)).dropped['not-held']).toBeGreaterThanOrEqual(
      4,
    );
    await visitor.page.close();
  });
});
