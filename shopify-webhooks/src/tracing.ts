import {
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { LIBRARY } from './library.ts';

/**
 * Does some work within a span. Nothing is recorded unless whoever runs the service has set OpenTelemetry up, such as
 * by `node --import @opentelemetry/auto-instrumentations-node/register`. Attributes hold nothing personal.
 *
 * @see https://opentelemetry.io/docs/languages/js/
 */
export async function inSpan<Result>(
  name: string,
  {
    kind,
    attributes,
  }: { readonly kind: SpanKind; readonly attributes?: Attributes },
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  // Asked for each time: it may be set up after this file was loaded.
  const tracer = trace.getTracer(LIBRARY.name, LIBRARY.version);
  return tracer.startActiveSpan(
    name,
    { kind, ...(attributes && { attributes }) },
    async (span) => {
      try {
        return await work(span);
      } catch (error) {
        // Its name only: the message may hold values.
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: (error as Error).name,
        });
        throw error;
      } finally {
        span.end();
      }
    },
  );
}
