import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { InputFault } from './invalid-value.js';

@ApiSchema({ name: 'Problem', description: 'RFC 9457.' })
export class ProblemView {
  @ApiProperty({ example: 'about:blank' }) type: string;
  @ApiProperty() title: string;
  @ApiProperty({ type: 'integer' }) status: number;
  @ApiProperty({ description: 'A sentence that says what to do.' }) detail: string;
}

@ApiSchema({ name: 'InputFault' })
export class InputFaultView implements InputFault {
  @ApiProperty({ description: 'A parameter, or where in the body; empty for the whole.' }) path: string;
  @ApiProperty({ description: 'What would be right, and what was given.' }) message: string;
}

@ApiSchema({ name: 'InvalidInput', description: 'RFC 9457, with every fault by its path.' })
export class InvalidInputView extends ProblemView {
  @ApiProperty({ type: [InputFaultView], required: false }) errors?: InputFaultView[];
}

@ApiSchema({ name: 'RefusedEvent', description: 'RFC 9457, for a push whose body is kept in quarantine.' })
export class RefusedEventView extends InvalidInputView {
  @ApiProperty({
    format: 'uuid',
    required: false,
    description: 'The id of the body in quarantine; missing where the quarantine has no room for its sender.',
  })
  quarantined?: string;
}
