/** The optional sink: Google's tags follow the choice. Their defaults are in the page's head, see gatsby-ssr.test.ts. */
import { withOptions } from '../helpers/options.ts';
import {
  choose,
  chooseAgain,
  browserOfTests,
  untilPhase,
  visit,
  type Visitor,
} from '../helpers/visitor.ts';

const browser = browserOfTests();

/** Google's commands so far: each `[command, action, ad_storage, analytics_storage]`. */
const commands = ({ page }: Visitor) =>
  page.evaluate(() =>
    ((window as { dataLayer?: IArguments[] }).dataLayer ?? []).map(
      (command) => {
        const [name, action, signals] = Array.from(command) as [
          string,
          string,
          Record<string, string>,
        ];
        return [
          name,
          action,
          signals['ad_storage'],
          signals['analytics_storage'],
        ].join(' ');
      },
    ),
  );

it('is told of a grant and of a withdrawal, and of nothing before a choice', async () => {
  const visitor = await visit(
    browser(),
    '/',
    withOptions({
      googleConsentMode: {
        analytics_storage: 'analytics',
        ad_storage: 'marketing',
      },
    }),
  );
  await visitor.page.waitForSelector('#cc-main .cm');
  expect(await commands(visitor)).toEqual([]);
  await choose(visitor.page, 'all');
  await untilPhase(visitor.page, 'open');
  await chooseAgain(visitor.page, 'necessary');
  await untilPhase(visitor.page, 'closed');
  expect(await commands(visitor)).toEqual([
    'consent update granted granted',
    'consent update denied denied',
  ]);
  await visitor.context.close();
});
