import { MANNERS } from './manners.ts';
import { PACKAGE_WALLS } from './package-walls.ts';
import type { Rule } from './rule.ts';
import { SERVER_FLOORS } from './server-floors.ts';
import { SINGLE_HOMES } from './single-homes.ts';

/** Every rule the house holds itself to. */
export const RULES: readonly Rule[] = [...PACKAGE_WALLS, ...SERVER_FLOORS, ...SINGLE_HOMES, ...MANNERS];
