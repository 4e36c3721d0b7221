import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace as traces } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracingTarget } from './config.ts';
import type { Trace } from './trace.ts';

/**
 * OpenTelemetry's official SDK, of which nothing is loaded but by this file, and this file by nobody but a process that was told where to send. Four steps
 * are told by hand (a request, a charge's way through its batch, a job, a call to Stripe); its automatic instrumentation would patch modules as they are
 * loaded, and write SQL and URLs down, in which there are owners.
 */
export interface Tracing extends Trace {
  /** Sends what is left. */
  close(): Promise<void>;
}

/** How long sending what is left may hold up the end of a process, in ms. */
const lastWordsMs = 3_000;

export function startTracing(target: TracingTarget & { readonly version: string }): Tracing {
  const provider = new TracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'kopai', 'service.version': target.version }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(target.ratio) }),
    // Headers, such as a collector's credential, come from OTEL_EXPORTER_OTLP_HEADERS. A queue that is full drops spans, never requests.
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: target.endpoint }),
        scheduledDelayMillis: 1_000,
        maxQueueSize: 4_096,
      }),
    ],
  });
  const tracer = provider.getTracer('kopai', target.version);
  const contexts = new AsyncLocalStorageContextManager().enable();
  const propagator = new W3CTraceContextPropagator();
  const under = <Result>(parent: Context, span: Span, work: () => Result): Result =>
    contexts.with(traces.setSpan(parent, span), work);
  return {
    async step(name, attributes, work) {
      const parent = contexts.active();
      const kind = name.startsWith('Stripe ') ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const span = tracer.startSpan(name, { kind, attributes: { ...attributes } }, parent);
      try {
        return await under(parent, span, () => work((more) => void span.setAttributes({ ...more })));
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'thrown' });
        throw error;
      } finally {
        span.end();
      }
    },
    arrive(traceparent, enter) {
      const parent = propagator.extract(ROOT_CONTEXT, { traceparent }, carrier);
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      under(parent, span, () =>
        enter({
          traceId: span.spanContext().traceId,
          end(name, attributes, hasFailed) {
            span.updateName(name).setAttributes({ ...attributes });
            if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
            span.end();
          },
        }),
      );
    },
    async close() {
      const late = new Promise((resolve) => setTimeout(resolve, lastWordsMs).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      contexts.disable();
    },
  };
}

/** One header is all there is to carry: `tracestate` is other vendors' own, and would be passed on to nobody. */
const carrier = {
  get: ({ traceparent }: { traceparent: string | undefined }, key: string) =>
    key === 'traceparent' ? traceparent : undefined,
  keys: () => ['traceparent'],
};
