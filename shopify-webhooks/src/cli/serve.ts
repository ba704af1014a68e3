import type { Logger } from 'pino';
import { readConfig, type Config } from '../config.ts';
import {
  createLogger,
  startService,
  startWorker,
  type Programs,
  type Working,
} from '../main.ts';
import { inTime } from './in-time.ts';

/** Runs the service until SIGTERM or SIGINT. Sets exit code 1 if it cannot start. */
export function serve(
  env: NodeJS.ProcessEnv,
  programs: Programs,
): Promise<void> {
  return untilTold(env, async (config, log) => {
    const service = await startService(config, programs, log);
    log.info(`listening on ${service.address}/webhooks`);
    return service;
  });
}

/** Runs a worker until SIGTERM or SIGINT. Sets exit code 1 if it cannot start. */
export function work(
  env: NodeJS.ProcessEnv,
  programs: Programs,
): Promise<void> {
  return untilTold(env, async (config, log) => {
    const worker = await startWorker(config, programs, log);
    log.info('delivering');
    return worker;
  });
}

async function untilTold(
  env: NodeJS.ProcessEnv,
  start: (config: Config, log: Logger) => Promise<Working>,
): Promise<void> {
  const result = readConfig(env);
  if (result.status === 'unusable') {
    console.error(
      `storefront-events cannot start:\n${result.errors.map((error) => `  ${error}`).join('\n')}\nSee docs/configuration.md.`,
    );
    process.exitCode = 1;
    return;
  }
  try {
    const { config } = result;
    const log = createLogger(config.logLevel);
    const running = await start(config, log);
    const stop = () => {
      void inTime(running.stop, log, () => process.exit(1));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    console.error(
      `storefront-events cannot start: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  }
}
