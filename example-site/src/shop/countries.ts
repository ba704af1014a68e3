import * as React from 'react';
import { askForVisitor } from './ask-for-visitor';

/** A country the shop sends to, and what one pays with there. */
export interface Country {
  readonly isoCode: string;
  readonly name: string;
  readonly currency: { readonly isoCode: string };
}

/** Where the shop sends to; nowhere until it has answered. */
export function useCountries(): readonly Country[] {
  const [countries, setCountries] = React.useState<readonly Country[]>([]);
  React.useEffect(() => {
    let isHere = true;
    askForVisitor<{ localization: { availableCountries: Country[] } }>(
      'query',
      'localization { availableCountries { isoCode name currency { isoCode } } }',
    ).then(({ localization }) => {
      if (isHere) setCountries(localization.availableCountries);
    }, console.error);
    return () => {
      isHere = false;
    };
  }, []);
  return countries;
}
