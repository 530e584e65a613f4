import { Problem } from './problem.filter.js';

/** A fault in what was sent: where it is, and a sentence that says what would be right and what was given. */
export interface InputFault {
  path: string;
  message: string;
}

/** Thrown by whatever reads one value of a question; the message says what would be right. */
export class InvalidValue extends Error {}

/** The answer 400 to a query, with each faulty parameter by its name. */
export function invalidQuery(errors: InputFault[]): Problem {
  return new Problem(400, `The query cannot be answered: ${inOneSentence(errors)}.`, { errors });
}

/** The answer 400 to a body or a path, with each fault by its name. */
export function invalidRequest(errors: InputFault[]): Problem {
  return new Problem(400, `The request cannot be taken: ${inOneSentence(errors)}.`, { errors });
}

const inOneSentence = (errors: InputFault[]): string =>
  errors.map(({ path, message }) => `${path} ${message}`).join('; ');
