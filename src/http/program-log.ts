import { ConsoleLogger } from '@nestjs/common';

/** Parts of Nest that tell a line per module and per route at every start: nothing that an administrator can act on. */
const CHATTER = ['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication'];

/** What Nest writes of a start that fails, with stacks: main.ts says it in a sentence. */
const START_FAILURES: Record<string, RegExp> = {
  ExceptionHandler: /^/,
  NestApplication: /^(Error: listen |app\.listen\(\) needs)/,
};

/**
 * What the program says while it runs; of the framework, warnings and errors alone. Colours, times and the process are for a
 * terminal: whatever else takes the lines, such as the journal, adds its own.
 */
export class ProgramLog extends ConsoleLogger {
  private readonly isPlain: boolean;

  constructor({ json }: { json: boolean }) {
    const isTerminal = process.stdout.isTTY;
    super(isTerminal ? { json } : { json, colors: false });
    this.isPlain = !isTerminal;
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!CHATTER.includes(contextOf(rest))) super.log(message, ...rest);
  }

  override error(message: unknown, ...rest: unknown[]): void {
    if (!START_FAILURES[contextOf(rest)]?.test(String(message))) super.error(message, ...rest);
  }

  protected override formatMessage(...parts: Parameters<ConsoleLogger['formatMessage']>): string {
    if (!this.isPlain) return super.formatMessage(...parts);
    const [level, message, , , context, , params] = parts;
    const more = params ? ` ${this.stringifyParams(params)}` : '';
    return `${level.toUpperCase()} ${context}${this.stringifyMessage(message, level)}${more}\n`;
  }
}

function contextOf(rest: unknown[]): string {
  const context = rest.at(-1);
  return typeof context === 'string' ? context : '';
}
