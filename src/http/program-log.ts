import { ConsoleLogger } from '@nestjs/common';

/** Parts of Nest that tell a line per module and per route at every start: nothing that an administrator can act on. */
const CHATTER = ['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication'];

/** What the program says while it runs; of the framework, warnings and errors alone. */
export class ProgramLog extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && CHATTER.includes(context)) return;
    super.log(message, ...rest);
  }
}
