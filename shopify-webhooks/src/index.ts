import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { startService as start, type Service } from './main.ts';
import { PROGRAMS } from './package-files.ts';

export { readConfig } from './config.ts';
export type { Config, ConfigResult } from './config.ts';
export type { Service } from './main.ts';

/** Starts receiver and worker on one embedded store. */
export function startService(config: Config, log?: Logger): Promise<Service> {
  return start(config, PROGRAMS, log);
}
