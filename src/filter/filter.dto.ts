import { ChoiceParameter, ParsedParameter, TextParameter, WholeParameter } from '../http/query-parameters.js';
import {
  type Direction,
  DIRECTIONS,
  type Outcome,
  OUTCOMES,
  type Role,
  ROLES,
} from '../transfer/transfer.js';
import { TRANSFER_KINDS, type TransferKind } from '../transfer/transfer.js';
import { type Moment, MOMENT_SCHEMA, readMoment, readZone } from './period.js';
import {
  type HoursOfDay,
  HOURS_PATTERN,
  type NumberPattern,
  readHours,
  readExactNumber,
  readNumber,
  readReported,
  readSerial,
  readWeekdays,
  WEEKDAYS_PATTERN,
} from './values.js';

/**
 * Which transfers, as asked in a URL: the same for the list, the exports, the stream and the reports. Values of one
 * parameter are OR, parameters AND; what is not given does not restrict.
 */
export class FilterQuery {
  @TextParameter({ description: 'This call.', many: true })
  callid?: string[];

  @TextParameter({ description: 'An extension among the members, the transferor or the target.', many: true })
  ext?: string[];

  @ChoiceParameter(ROLES, { description: 'With `ext` or `group`: in which part.', default: 'any' })
  role: Role = 'any';

  @ParsedParameter(
    readNumber,
    { type: 'string', minLength: 1 },
    {
      description:
        "An outside party's number, as sent; `*` at an end matches the rest, `\\*` is a literal star; a leading space is read as `+`.",
      many: true,
    },
  )
  number?: NumberPattern[];

  @TextParameter({ description: 'A trunk by its name.', many: true })
  trunk?: string[];

  @ParsedParameter(
    readExactNumber,
    { type: 'string', minLength: 1 },
    {
      description:
        'The outside number of the company that was called (DID), as sent; a leading space is read as `+`.',
      many: true,
    },
  )
  did?: string[];

  @ParsedParameter(
    readSerial,
    { type: 'string', minLength: 1 },
    { description: "A PBX's serial number; `none` finds events without one.", many: true },
  )
  sn?: string[];

  @ChoiceParameter(DIRECTIONS, {
    description: 'Inbound with an inbound member, else outbound with an outbound one, else internal.',
    many: true,
  })
  direction?: Direction[];

  @ChoiceParameter(OUTCOMES, { description: 'How it ended.', many: true })
  outcome?: Outcome[];

  @ChoiceParameter(TRANSFER_KINDS, { description: 'How it was made.', many: true })
  kind?: TransferKind[];

  @TextParameter({ description: 'Extensions of this group, as `ext`.', many: true })
  group?: string[];

  @ReportedParameter()
  reported: boolean | null = true;

  @FromParameter()
  from?: Moment;

  @ToParameter()
  to?: Moment;

  @ZoneParameter('An IANA zone, for bare dates, `hours` and `weekdays`, and for what is printed.')
  tz?: string;

  @ParsedParameter(
    readHours,
    { type: 'string', pattern: HOURS_PATTERN },
    {
      description: 'A window of the day in `tz`; over midnight where it ends before it begins.',
      many: true,
      example: '09:00-18:00',
    },
  )
  hours?: HoursOfDay[];

  @ParsedParameter(
    readWeekdays,
    { type: 'string', pattern: WEEKDAYS_PATTERN },
    { description: 'Days of the week in `tz`; 1 is Monday, 7 Sunday.', many: true, example: '1-5' },
  )
  weekdays?: number[][];

  @WholeParameter(1, 1000, { description: 'At least so many transfers in the same call.', example: 2 })
  hops?: number;
}

/** Whether the PBX reported it. Read into null for `any`. */
export function ReportedParameter() {
  return ParsedParameter(
    readReported,
    { type: 'string', enum: ['true', 'false', 'any'] },
    {
      description: 'Whether the PBX reported it; `false`: inferred from its call records alone.',
      default: 'true',
    },
  );
}

export function FromParameter() {
  return ParsedParameter(readMoment, MOMENT_SCHEMA, {
    description: 'Received from then on: an instant with its offset, or a bare date in `tz`.',
    example: '2026-11-01',
  });
}

export function ToParameter() {
  return ParsedParameter(readMoment, MOMENT_SCHEMA, {
    description: 'Received before then: an instant; or a bare date in `tz`, that day included.',
    example: '2026-11-22',
  });
}

export function ZoneParameter(description: string) {
  return ParsedParameter(
    readZone,
    { type: 'string', minLength: 1 },
    { description, example: 'Europe/Madrid' },
  );
}
