import { z } from 'zod';

/** Where webhooks and messages are kept. */
export type StoreConfig =
  | { readonly type: 'sqlite'; readonly file: string }
  | { readonly type: 'postgres'; readonly url: string };

/** Who hands messages to Segment. */
export type DelivererConfig =
  /** The process that receives. */
  | { readonly type: 'here' }
  /** Another process: `storefront-events worker`. */
  | { readonly type: 'worker' }
  /** Whoever calls `POST /deliver` now and then. */
  | {
      readonly type: 'schedule';
      /** What the caller proves itself with. */
      readonly token: string;
      /** How long a call may take, in milliseconds. */
      readonly budgetMs: number;
    };

const DELIVERERS = ['here', 'worker', 'schedule'] as const;

const isPostgres = (url: string) =>
  /^postgres(ql)?:\/\//.test(url) && URL.canParse(url);

/** The settings of the store and of who delivers from it, by the names of their environment variables. */
export const storeEnvironment = {
  STORE_FILE: z
    .string()
    .refine((file) => file !== ':memory:', {
      error: 'must be a file: what is in memory is lost with the process',
    })
    .default('storefront-events.db'),
  DATABASE_URL: z
    .string()
    .trim()
    .refine(isPostgres, {
      error: 'must be such as postgres://user:password@host:5432/database',
    })
    .optional(),
  DELIVERER: z
    .enum(DELIVERERS, { error: `must be one of: ${DELIVERERS.join(', ')}` })
    .default('here'),
  DELIVER_TOKEN: z
    .string()
    .trim()
    .min(16, { error: 'must have 16 characters or more' })
    .optional(),
  DELIVER_SECONDS: z.coerce.number().int().min(1).max(900).default(8),
};

type Values = z.infer<z.ZodObject<typeof storeEnvironment>>;

export function storeOf({
  DATABASE_URL,
  STORE_FILE,
}: Pick<Values, 'DATABASE_URL' | 'STORE_FILE'>): StoreConfig {
  return DATABASE_URL === undefined
    ? { type: 'sqlite', file: STORE_FILE }
    : { type: 'postgres', url: DATABASE_URL };
}

export function delivererOf({
  DELIVERER,
  DELIVER_TOKEN,
  DELIVER_SECONDS,
}: Values): DelivererConfig {
  return DELIVERER === 'schedule'
    ? {
        type: DELIVERER,
        token: DELIVER_TOKEN ?? '',
        budgetMs: DELIVER_SECONDS * 1000,
      }
    : { type: DELIVERER };
}

/** What is wrong with who delivers. */
export function undelivered(values: Values): string[] {
  return [
    ...(values.DELIVERER !== 'here' && values.DATABASE_URL === undefined
      ? [
          `DELIVERER is "${values.DELIVERER}", and the file of the embedded store belongs to one process: set DATABASE_URL`,
        ]
      : []),
    ...(values.DELIVERER === 'schedule' && values.DELIVER_TOKEN === undefined
      ? [
          'DELIVER_TOKEN is not set: give a secret of your own that POST /deliver is called with',
        ]
      : []),
  ];
}

/** Reads only where the store is; gives what is wrong with it. */
export function readStoreConfig(
  env: Readonly<Record<string, string | undefined>>,
): StoreConfig | { readonly type: 'unusable'; readonly error: string } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value?.trim()),
  );
  const { STORE_FILE, DATABASE_URL } = storeEnvironment;
  const parsed = z.object({ STORE_FILE, DATABASE_URL }).safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      type: 'unusable',
      error: `${String(issue?.path[0])} ${String(issue?.message)}`,
    };
  }
  return storeOf(parsed.data);
}
