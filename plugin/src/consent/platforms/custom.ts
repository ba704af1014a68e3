import { guarded } from '../../guarded.ts';
import { ignore } from '../adapter.ts';
import type { CreatePlatform, PlatformReading } from '../platform.ts';

/** The site's own platform: three functions in `src/gatsby-plugin-storefront-events/config.ts`. */
export const createPlatform: CreatePlatform = ({ custom }) => ({
  watch(onReading) {
    if (!custom) {
      console.error(
        "gatsby-plugin-storefront-events: consent.platform is 'custom', but " +
          'src/gatsby-plugin-storefront-events/config.ts gives no consentPlatform. Nothing will be sent.',
      );
      return ignore;
    }
    const tell = () => {
      onReading(guarded(() => checked(custom.read())) ?? { status: 'pending' });
    };
    tell();
    return guarded(() => custom.subscribe(tell)) ?? ignore;
  },
  open() {
    guarded(() => {
      custom?.open();
    });
  },
});

/** What is no reading, whatever its type says, is pending. */
function checked(reading: PlatformReading): PlatformReading | undefined {
  return reading.status === 'pending' ||
    (typeof reading.categoryPreferences === 'object' &&
      (reading.categoryPreferences as unknown) !== null)
    ? reading
    : undefined;
}
