import { isUUID } from 'class-validator';
import { InvalidValue } from '../http/invalid-value.js';
import { ChoiceParameter, ParsedParameter, WholeParameter } from '../http/query-parameters.js';
import { CAUSES, type Cause } from './quarantine.store.js';

export class ReplayQuery {
  @ChoiceParameter(CAUSES, {
    description: 'Bodies with a fault, which an update of the program heals, or those of refused senders.',
    default: 'fault',
  })
  cause: Cause = 'fault';
}

export class ListQuarantineQuery {
  @ChoiceParameter(CAUSES, { description: 'Only bodies with a fault, or only those of refused senders.' })
  cause?: Cause;

  @WholeParameter(1, 500, { description: 'Rows of a page.', default: 50 })
  limit: number = 50;

  @ParsedParameter(
    readCursor,
    { type: 'string', format: 'uuid' },
    { description: '`next` of the page before.' },
  )
  cursor?: string;
}

function readCursor(value: string): string {
  if (!isUUID(value, 'loose')) throw new InvalidValue('is not one that this program gave');
  return value;
}
