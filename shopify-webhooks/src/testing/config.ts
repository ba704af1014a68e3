import { PRESET_MAP_SETTINGS } from '../map-settings.ts';
import type { MapConfig } from '../map/mapping.ts';
import type { Config } from '../config.ts';
import { CONSENT } from './visitor.ts';
import { SHOP } from './webhook.ts';

/** What mappings depend on, as it is unless somebody sets it otherwise. */
export const MAP_CONFIG: MapConfig = {
  consent: CONSENT,
  mapping: PRESET_MAP_SETTINGS,
  shops: [SHOP],
};

/** How long everything is kept unless somebody sets it otherwise, in days. */
export const RETENTION: Config['retention'] = {
  visitorDays: 90,
  orderDays: 400,
  receiptDays: 1825,
  bodyDays: 7,
  deadDays: 90,
};
