import { PRESET_MAP_SETTINGS } from '../map-settings.ts';
import {
  MAPPED_EVENTS,
  TRIGGERS,
  type EventTriggers,
} from '../map/triggers.ts';

/** Settings by which every trigger of every event is in use. */
export const ALL_ON = {
  ...PRESET_MAP_SETTINGS,
  sendTestOrders: true,
  refundsWithoutMoney: true,
  triggers: Object.fromEntries(
    MAPPED_EVENTS.map((event) => [event, TRIGGERS[event].triggers]),
  ) as unknown as EventTriggers,
};
