import { de } from './de.ts';
import { addWords } from './languages.ts';

addWords(de);

export { de };
