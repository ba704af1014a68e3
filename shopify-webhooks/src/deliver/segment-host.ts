import { isIP } from 'node:net';

export type HostCheck =
  | { readonly status: 'ok'; readonly url: URL }
  | { readonly status: 'refused'; readonly reason: string };

/**
 * The address batches go to. They carry customers' data and the write key, so it must be https and public, unless
 * `allowInsecure` says that this is a test.
 */
export function checkSegmentHost(input: {
  readonly host: string;
  readonly path: string;
  readonly allowInsecure: boolean;
}): HostCheck {
  if (!URL.canParse(input.host))
    return refused('is not an address; the default is https://api.segment.io');
  const url = new URL(input.host);
  if (url.username || url.password)
    return refused('must not contain a user name or password');
  if (url.pathname !== '/' || url.search || url.hash)
    return refused('must be a host only; the path goes into SEGMENT_PATH');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refused('must begin with https://');
  if (!input.allowInsecure && url.protocol !== 'https:')
    return refused(
      'must begin with https://; for a test, set SEGMENT_ALLOW_INSECURE_HOST=1',
    );
  if (!input.allowInsecure && !isPublicName(url.hostname))
    return refused(
      'must be a public host name; for a test, set SEGMENT_ALLOW_INSECURE_HOST=1',
    );
  const target = new URL(input.path, url);
  // A path such as //other.example would replace the host.
  return target.host === url.host
    ? { status: 'ok', url: target }
    : refused(
        'and SEGMENT_PATH do not fit: the path must begin with one slash',
      );
}

// An address instead of a name is never Segment, and is how internal services are reached.
function isPublicName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  return (
    isIP(name) === 0 &&
    name.includes('.') &&
    !/\.(localhost|local|internal)$/.test(name)
  );
}

function refused(reason: string): HostCheck {
  return { status: 'refused', reason };
}
