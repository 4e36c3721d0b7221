// `.storybook/preview.ts`, for Storybook 8 and later with the web components renderer; others differ in the decorator alone.
// A story names its world as a parameter: `parameters: { kopai: () => inDebt() }`. Each story has a world of its own, and its own `fetch`.

import { createWorld, mockFetch, type World } from '@kopai/mocks';
import '@kopai/elements/define';

/** What a story says of its world. */
export interface KopaiParameters {
  readonly kopai?: () => World;
}

/** The part of Storybook's story context that is used here. */
export interface StoryContext {
  readonly parameters: KopaiParameters;
  readonly loaded: { readonly world?: World };
}

// #region loader
/** Makes the world before the story is drawn, and anew whenever it is reset. */
export const loaders = [
  async ({ parameters }: Pick<StoryContext, 'parameters'>) => ({
    world: parameters.kopai?.() ?? createWorld({ seed: 'storybook' }),
  }),
];
// #endregion loader

// #region decorator
/** Puts the story into a provider whose network is the story's world. */
export const decorators = [
  (story: () => Element, { loaded: { world } }: StoryContext): Element => {
    const provider = document.createElement('kopai-provider');
    if (world) {
      provider.baseUrl = 'https://kopai.invalid';
      provider.fetch = mockFetch(world);
      provider.fetchSession = () => world.session?.() ?? Promise.resolve(null);
    }
    provider.append(story());
    return provider;
  },
];
// #endregion decorator

export default { loaders, decorators };
