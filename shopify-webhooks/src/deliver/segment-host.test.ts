import { checkSegmentHost } from './segment-host.ts';

const check = (host: string, allowInsecure = false) =>
  checkSegmentHost({ host, path: '/v1/batch', allowInsecure });

it.each([
  'https://api.segment.io',
  'https://events.eu1.segmentapis.com/',
  'https://segment.shop.example:8443',
])('takes %s', (host) => {
  expect(check(host)).toMatchObject({ status: 'ok' });
});

it.each([
  ['api.segment.io', /is not an address/],
  ['http://api.segment.io', /https/],
  ['https://169.254.169.254', /public/],
  ['https://10.0.0.1', /public/],
  ['https://[::ffff:7f00:1]', /public/],
  ['https://localhost', /public/],
  ['https://metadata.internal', /public/],
  ['https://user:pw@api.segment.io', /user name/],
  ['file:///etc/passwd', /host only|https/],
  ['https://api.segment.io/v1/batch', /SEGMENT_PATH/],
])('refuses %s', (host, reason) => {
  expect(check(host)).toEqual({
    status: 'refused',
    reason: expect.stringMatching(reason) as string,
  });
});

it('takes a plain or private one for a test', () => {
  expect(check('http://127.0.0.1:9000', true)).toEqual({
    status: 'ok',
    url: new URL('http://127.0.0.1:9000/v1/batch'),
  });
  expect(check('ftp://127.0.0.1', true)).toMatchObject({ status: 'refused' });
});

it('refuses a path that would replace the host', () => {
  expect(
    checkSegmentHost({
      host: 'https://api.segment.io',
      path: '//evil.example/v1',
      allowInsecure: false,
    }),
  ).toMatchObject({ status: 'refused' });
});
