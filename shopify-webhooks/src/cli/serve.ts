import { readConfig } from '../config.ts';
import { createLogger, startService } from '../main.ts';

/** Runs the service until SIGTERM or SIGINT. Sets exit code 1 if it cannot start. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const result = readConfig(env);
  if (result.status === 'unusable') {
    console.error(
      `storefront-events cannot start:\n${result.errors.map((error) => `  ${error}`).join('\n')}\nSee docs/configuration.md.`,
    );
    process.exitCode = 1;
    return;
  }
  const log = createLogger(result.config.logLevel);
  try {
    const service = await startService(result.config, log);
    log.info(`listening on ${service.address}/webhooks`);
    const stop = () => {
      void service.stop();
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
