import { z } from 'zod';
import { checkSegmentHost } from './deliver/segment-host.ts';

/** How to hand messages to Segment. */
export interface SegmentConfig {
  /** Write key of the back-end source. */
  readonly writeKey: string;
  /** Where batches are posted. */
  readonly endpoint: URL;
  /** How many messages a second may be sent: Segment asks for no more than 1,000 of all senders of a source. */
  readonly messagesPerSecond: number;
  /** How many batches may be under way at the same time. */
  readonly concurrency: number;
  /** Whether batches are compressed. */
  readonly gzip: boolean;
}

/** The write key, by the name of its environment variable. */
export const writeKeyEnvironment = {
  SEGMENT_WRITE_KEY: z.string().trim().min(1, {
    error: 'is empty: give the write key of the back-end source',
  }),
};

/** Where and how fast to send, by the names of the environment variables. */
export const segmentEnvironment = z.object({
  SEGMENT_HOST: z.string().default('https://api.segment.io'),
  SEGMENT_PATH: z
    .string()
    .startsWith('/', { error: 'must begin with a slash, such as /v1/batch' })
    .default('/v1/batch'),
  SEGMENT_ALLOW_INSECURE_HOST: z.stringbool().default(false),
  SEGMENT_MESSAGES_PER_SECOND: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(500),
  SEGMENT_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  SEGMENT_GZIP: z.stringbool().default(false),
});

export type SegmentResult =
  | {
      readonly status: 'ok';
      readonly segment: Omit<SegmentConfig, 'writeKey'>;
    }
  | { readonly status: 'refused'; readonly reason: string };

export function segmentOf(
  values: z.infer<typeof segmentEnvironment>,
): SegmentResult {
  const host = checkSegmentHost({
    host: values.SEGMENT_HOST,
    path: values.SEGMENT_PATH,
    allowInsecure: values.SEGMENT_ALLOW_INSECURE_HOST,
  });
  if (host.status === 'refused')
    return { status: 'refused', reason: `SEGMENT_HOST ${host.reason}` };
  return {
    status: 'ok',
    segment: {
      endpoint: host.url,
      messagesPerSecond: values.SEGMENT_MESSAGES_PER_SECOND,
      concurrency: values.SEGMENT_CONCURRENCY,
      gzip: values.SEGMENT_GZIP,
    },
  };
}
