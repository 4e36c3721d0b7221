import { ar } from './ar.ts';
import { addWords } from './languages.ts';

addWords(ar);

export { ar };
