import { type Examinations, well, wrong } from './finding.ts';

/** What the settings say by themselves. */
export const ofSettings: Examinations = {
  async origins({ config }) {
    const live = config.stripe?.apiKey.includes('_live_') ?? false;
    if (config.allowedOrigins) {
      const open = config.allowedOrigins.filter((origin) => live && !origin.startsWith('https://'));
      return open.length === 0
        ? well('origins', `${config.allowedOrigins.length} are allowed`)
        : wrong('origins', `${open.join(', ')} is not https`, 'Serve pages that use sessions over https alone.');
    }
    return live
      ? wrong('origins', 'none is allowed', 'Set KOPAI_ALLOWED_ORIGINS to the origins of your pages.')
      : well('origins', "this machine's pages are allowed, as no live key is set");
  },
};
