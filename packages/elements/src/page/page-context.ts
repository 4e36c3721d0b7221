import { createContext } from '@lit/context';
import type { KopaiPage } from './kopai-page.ts';
import { version } from './version.ts';

/** Under which a provider is asked for its page. Undefined while the provider is still reading its own settings. */
export const pageContext = createContext<KopaiPage | undefined>(Symbol.for(`kopai.context@${version}`));
