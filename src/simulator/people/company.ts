import type { Choices } from '../pbx/choices.js';
import type { ExtensionPlace, GroupPlace, Menu, DialPlace, Queue } from '../dial-plan/dial-plan.js';

/** A small company: its extensions, groups and queues, and who calls it. */
export interface Company {
  extensions: ExtensionPlace[];
  places: DialPlace[];
  outsiders: string[];
  trunks: string[];
  /** What an outside number is dialled with. */
  prefix: string;
  ports: Map<string, number>;
}

export function companyOf(choices: Choices): Company {
  const first = choices.pick('first extension', [1000, 2000, 100]);
  const numbers = Array.from({ length: 7 }, (_, i) => String(first + i + 1));
  const groups = first === 100 ? [620, 640, 650] : [6200, 6400, 6500];
  const [group, queue, menu] = groups.map(String) as [string, string, string];
  const extensions = numbers.map((number) => extensionOf(choices, number, numbers, [group, queue]));
  const places: DialPlace[] = [
    ...extensions,
    groupOf(choices, group, numbers.slice(1, 4)),
    queueOf(choices, queue, numbers.slice(3, 6)),
    { kind: 'ivr', number: menu, choices: [numbers[5]!, queue] } satisfies Menu,
    ...numbers.slice(0, 3).map((owner): DialPlace => ({ kind: 'voicemail', number: `*${owner}`, owner })),
  ];
  const trunks = [choices.pick('trunk', ['siptrunk', 'DIGIT1', 'FXO1'])];
  const isAnalogue = choices.chance('analogue phones', 0.12);
  const ports = new Map<string, number>(isAnalogue ? numbers.map((number, i) => [number, i + 2]) : []);
  if (trunks[0] === 'FXO1') ports.set('FXO1', 1);
  return {
    extensions,
    places,
    outsiders: outsidersOf(choices),
    trunks,
    prefix: choices.chance('prefix', 0.3) ? '9' : '',
    ports,
  };
}

function extensionOf(choices: Choices, number: string, all: string[], groups: string[]): ExtensionPlace {
  const toGroup = choices.chance(`${number} forwards to a group`, 0.2);
  const others = toGroup ? groups : all.filter((other) => other !== number);
  const when = choices.weighted(`${number} forwards`, { never: 88, always: 3, busy: 3, 'no answer': 6 });
  return {
    kind: 'ext',
    number,
    devices: Number(choices.weighted(`${number} devices`, { 1: 70, 2: 20, 3: 7, 4: 3 })),
    twin: choices.chance(`${number} twin`, 0.06) ? `0770090${number.padStart(4, '0')}` : null,
    isRegistered: !choices.chance(`${number} offline`, 0.05),
    doNotDisturb: choices.chance(`${number} dnd`, 0.05),
    callWaiting: choices.chance(`${number} call waiting`, 0.6),
    forward: when === 'never' ? null : { when, to: choices.pick(`${number} forwards to`, others) },
    hasVoicemail: choices.chance(`${number} voicemail`, 0.15),
    ringSeconds: choices.pick(`${number} rings`, [15, 20, 30]),
  };
}

function groupOf(choices: Choices, number: string, members: string[]): GroupPlace {
  return {
    kind: 'group',
    number,
    members,
    ringsAll: choices.chance('group rings all', 0.7),
    ringSeconds: 15,
  };
}

function queueOf(choices: Choices, number: string, members: string[]): Queue {
  return {
    kind: 'queue',
    number,
    members,
    ringsAll: choices.chance('queue rings all', 0.5),
    ringSeconds: choices.pick('queue rings', [10, 15]),
    maxWaitSeconds: choices.pick('queue waits', [30, 60]),
  };
}

/** From ranges that are kept free for fiction. */
function outsidersOf(choices: Choices): string[] {
  return Array.from({ length: 4 }, (_, i) => {
    const last = String(choices.between(`outsider ${i}`, 0, 999)).padStart(3, '0');
    return choices.pick(`outsider ${i} spelling`, [
      `02079460${last}`,
      `+441632960${last}`,
      `01174960${last}`,
    ]);
  });
}
