export { readConfig } from './config.ts';
export type { Config, ConfigResult } from './config.ts';
export { startService } from './main.ts';
export type { Service } from './main.ts';
