import { answeredByAnother } from './answered-by-another.js';
import { consultations } from './consultations.js';
import { devices } from './devices.js';
import { endedConsultations } from './ended-consultations.js';
import { endings } from './endings.js';
import type { FieldCase } from './field-case.js';
import { laterMovement } from './later-movement.js';
import { numbers } from './numbers.js';
import { oneCall } from './one-call.js';
import { queuesAndMenus } from './queues-and-menus.js';
import { v1 } from './v1.js';

/** By topic, what people's PBXes really pushed, or what the vendor's pages say that they would. */
export const fieldCases: FieldCase[] = [
  ...devices,
  ...consultations,
  ...endedConsultations,
  ...laterMovement,
  ...answeredByAnother,
  ...queuesAndMenus,
  ...numbers,
  ...endings,
  ...v1,
  ...oneCall,
];
