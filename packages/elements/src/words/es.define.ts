import { es } from './es.ts';
import { addWords } from './languages.ts';

addWords(es);

export { es };
