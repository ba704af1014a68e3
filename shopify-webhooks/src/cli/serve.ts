import { readConfig } from '../config.ts';
import { createLogger, startService } from '../main.ts';

/** Runs the service until SIGTERM or SIGINT. Sets exit code 1 if it cannot start. */
export async function serve(
  env: NodeJS.ProcessEnv,
  templateProcess: string,
): Promise<void> {
  const result = readConfig(env);
  if (result.status === 'unusable') {
    console.error(
      `storefront-events cannot start:\n${indented(result.errors.join('\n'))}\nSee docs/configuration.md.`,
    );
    process.exitCode = 1;
    return;
  }
  const log = createLogger(result.config.logLevel);
  try {
    const service = await startService(result.config, templateProcess, log);
    log.info(`listening on ${service.address}/webhooks`);
    const stop = () => {
      void service.stop();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    console.error(
      `storefront-events cannot start:\n${indented(error instanceof Error ? error.message : String(error))}`,
    );
    process.exitCode = 1;
  }
}

function indented(lines: string): string {
  return lines.replace(/^/gm, '  ');
}
