import { z } from 'zod';

/** Who may read the metrics, and where. */
export interface OperatingConfig {
  /** What a scraper proves itself with at `GET /metrics` of the service's own port; undefined: there is none. */
  readonly metricsToken: string | undefined;
  /** A port of its own for `/metrics`, `/healthz` and `/readyz`; undefined: there is none. */
  readonly metricsPort: number | undefined;
  readonly metricsHost: string;
}

/** The settings of operating, by the names of their environment variables. */
export const operatingEnvironment = {
  METRICS_TOKEN: z
    .string()
    .trim()
    .min(16, { error: 'must have 16 characters or more' })
    .optional(),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
};

export function operatingOf(
  values: z.infer<z.ZodObject<typeof operatingEnvironment>>,
): OperatingConfig {
  return {
    metricsToken: values.METRICS_TOKEN,
    metricsPort: values.METRICS_PORT,
    metricsHost: values.METRICS_HOST,
  };
}
