import type { SchemaObject } from '@nestjs/swagger';
import type { TransferorPlace } from '../../transfer/attribution.js';
import type { PbxEvent } from '../../transfer/event.js';
import type { DialectWriter } from './dialect-writer.js';
import type { JsonObject } from './wire/lossless-json.js';

/** What is wrong with an event, at a path in the event as sent: `members[1].ext.number`. */
export interface Fault {
  path: string;
  /** What would be right there. */
  message: string;
}

export type Reading = { event: PbxEvent } | { faults: Fault[] };

/** What the rest of the program may know about a dialect, so that nobody has to ask for its name. */
export interface DialectTraits {
  /** Which of two extensions in a transfer event transferred. */
  transferor: TransferorPlace;
  /** A transfer event can name the outside party alone, though an extension transferred it; where it never does, that is a forward. */
  leavesOutTransferor: boolean;
  /** A status event says the state of every member; otherwise of the one that is named first. */
  tellsEveryState: boolean;
  /** Members carry channel ids. */
  hasChannels: boolean;
}

/** One way of writing events. Its folder holds everything that is special about it. */
export interface EventDialect extends DialectTraits {
  /** As it is stored and shown. */
  name: string;
  /** True for events of this dialect only. */
  claims(body: JsonObject): boolean;
  /** Refuses what cannot be used: a transfer that misses what it needs, a record or status that cannot be read. Never throws. */
  read(body: JsonObject): Reading;
  writer: DialectWriter;
  document: DialectDocument;
}

/** What `/docs` shows of a dialect. A transfer that the schema allows is not always one that the rules take. */
export interface DialectDocument {
  schema: SchemaObject;
  /** A transfer. */
  example: object;
}
