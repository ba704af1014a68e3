import type { Source } from '@storefront-events/plan';
import type { FastifyRequest } from 'fastify';
import type { Body } from './body.ts';

/** The write keys of the two local sources. */
export const WRITE_KEYS = {
  'front-end': 'local-front-end',
  'back-end': 'local-back-end',
} as const satisfies Record<Source, string>;

/** The source that a write key belongs to. */
export function sourceOf(writeKey: string | undefined): Source | undefined {
  if (writeKey === WRITE_KEYS['front-end']) return 'front-end';
  if (writeKey === WRITE_KEYS['back-end']) return 'back-end';
  return undefined;
}

/** The write key of a request: from Basic authentication, as the SDKs send it, or from the body. */
export function writeKeyOf(
  request: FastifyRequest,
  body: Body,
): string | undefined {
  const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined)
    return Buffer.from(basic, 'base64').toString().split(':')[0];
  return typeof body['writeKey'] === 'string' ? body['writeKey'] : undefined;
}
