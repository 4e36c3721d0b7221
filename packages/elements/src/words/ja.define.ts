import { ja } from './ja.ts';
import { addWords } from './languages.ts';

addWords(ja);

export { ja };
