import type { Room } from '../room.ts';
import { addAccountCommands } from './commands.ts';

/** The operator's desk: answers to "I can't log in". */
export const operatorRoom = { name: 'operator', commands: ({ program }, context) => addAccountCommands(program, context) } satisfies Room;
