import { trace, type Span, type Tracer } from '@opentelemetry/api';
import { ok, setUpOutbox } from './testing/outbox.ts';

afterEach(() => {
  trace.disable();
});

it('spans tell of mapping and delivering where OpenTelemetry is set up, and nothing personal', async () => {
  const spans: { name: string; attributes: object; ended: boolean }[] = [];
  const startActiveSpan = (
    name: string,
    { attributes }: { attributes?: object },
    work: (span: Span) => unknown,
  ) => {
    const span = { name, attributes: { ...attributes }, ended: false };
    spans.push(span);
    return work({
      setAttribute: (key: string, value: unknown) =>
        Object.assign(span.attributes, { [key]: value }),
      end: () => {
        span.ended = true;
      },
    } as unknown as Span);
  };
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startActiveSpan }) as unknown as Tracer,
  });
  const { addOrders, deliverer } = setUpOutbox(ok);
  await addOrders('1', '2');
  await deliverer.deliverSome();
  expect(spans).toEqual([
    {
      name: 'map',
      attributes: { 'messaging.batch.message_count': 2 },
      ended: true,
    },
    {
      name: 'deliver',
      attributes: {
        'server.address': 'segment.example',
        'messaging.batch.message_count': 2,
        'http.response.status_code': 200,
      },
      ended: true,
    },
  ]);
  expect(JSON.stringify(spans)).not.toMatch(/ada@|secret-key/);
});
