import {
  CATEGORY_ID,
  DEFAULT_REQUIRED_CATEGORIES,
} from '@storefront-events/plan/wire';
import { z } from 'zod';
import { list } from './list-setting.ts';

/** What is asked of visitors, and what becomes of messages about those who refused: docs/configuration.md. */
export interface ConsentConfig {
  /** The categories that must all be granted for an order to carry the person. */
  readonly required: readonly string[];
  /** Every category the shop asks about: stamped false where a visitor refused or was never asked. */
  readonly categories: readonly string[];
  /** What Global Privacy Control denies: the categories that mean sale or sharing. */
  readonly saleOrSharing: readonly string[];
  /** What becomes of messages where the visitor refused. */
  readonly onRefusal: OnRefusal;
  /** The same where it is not known what the visitor wants. */
  readonly onUnknown: OnRefusal | 'unenforced';
}

/**
 * `restrict`: the order's own figures only, for nobody but Segment. `drop`: nothing. `stamp`: everything, stamped with
 * the refusal, for a workspace whose Consent Management keeps to the stamp.
 */
export type OnRefusal = 'restrict' | 'drop' | 'stamp';

const categories = (preset: string[]) =>
  list
    .refine(
      (ids) => ids.length > 0 && ids.every((id) => CATEGORY_ID.test(id)),
      { error: 'must be category ids, such as analytics,marketing' },
    )
    .default(preset);

/** Categories that mean sale or sharing, by the names consent platforms give them; the plugin has the same. */
const SALE_OR_SHARING =
  /^(marketing|advertising|advertisement|targeting|targetedAdvertising|sale|sharing|sale_of_data|C0004|MARKETING|purpose[23479])$/;

const ON_REFUSAL = ['restrict', 'drop', 'stamp'] as const;

/** The settings of consent, by the names of their environment variables. */
export const consentEnvironment = {
  CONSENT_REQUIRED: categories([...DEFAULT_REQUIRED_CATEGORIES]),
  CONSENT_CATEGORIES: categories(['analytics', 'marketing']),
  CONSENT_SALE_OR_SHARING: categories([]),
  CONSENT_REFUSED: z
    .enum(ON_REFUSAL, { error: `must be one of: ${ON_REFUSAL.join(', ')}` })
    .default('restrict'),
  CONSENT_UNKNOWN: z
    .enum([...ON_REFUSAL, 'unenforced'], {
      error: `must be one of: ${ON_REFUSAL.join(', ')}, unenforced`,
    })
    .default('restrict'),
  SEGMENT_CONSENT_ENFORCED: z.stringbool().default(false),
};

type Values = z.infer<z.ZodObject<typeof consentEnvironment>>;

export function consentOf(values: Values): ConsentConfig {
  const all = [...values.CONSENT_CATEGORIES, ...values.CONSENT_REQUIRED];
  return {
    required: values.CONSENT_REQUIRED,
    categories: values.CONSENT_CATEGORIES,
    saleOrSharing:
      values.CONSENT_SALE_OR_SHARING.length > 0
        ? values.CONSENT_SALE_OR_SHARING
        : [...new Set(all)].filter((category) =>
            SALE_OR_SHARING.test(category),
          ),
    onRefusal: values.CONSENT_REFUSED,
    onUnknown: values.CONSENT_UNKNOWN,
  };
}

/** Settings of consent that are sound one by one and not together. */
export function consentContradictions(values: Values): string[] {
  const asked = [...values.CONSENT_CATEGORIES, ...values.CONSENT_REQUIRED];
  const unknown = values.CONSENT_SALE_OR_SHARING.filter(
    (category) => !asked.includes(category),
  );
  return [
    ...stampedInVain(values),
    ...(unknown.length > 0
      ? [
          `CONSENT_SALE_OR_SHARING names ${unknown.join(', ')}, which the shop does not ask about: CONSENT_CATEGORIES has ${asked.join(', ')}`,
        ]
      : []),
  ];
}

/** What is sound, and probably not meant. */
export function consentWarnings({ saleOrSharing }: ConsentConfig): string[] {
  return saleOrSharing.length > 0
    ? []
    : [
        'Global Privacy Control denies nothing: no category of CONSENT_CATEGORIES has a name that means sale or sharing; name those that do in CONSENT_SALE_OR_SHARING',
      ];
}

/** Stamps that nobody would keep to. */
function stampedInVain(values: Values): string[] {
  const stamped = (['CONSENT_REFUSED', 'CONSENT_UNKNOWN'] as const).filter(
    (name) => values[name] === 'stamp' && !values.SEGMENT_CONSENT_ENFORCED,
  );
  return stamped.map(
    (name) =>
      `${name} is "stamp", which does nothing in a workspace without Segment's Consent Management: set SEGMENT_CONSENT_ENFORCED=1 if yours has it`,
  );
}
