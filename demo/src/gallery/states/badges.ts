import { createWorld, freeMessages, loading, proPlan, serverError, signedOut } from '@kopai/mocks';
import type { GalleryGroup } from '../state.ts';

const badge = { element: 'kopai-cost-badge', fallback: '0.5 credits / message' } as const;
const voice = { agent: 'brand-voice' } as const;

export const badges: GalleryGroup = {
  title: 'Cost badge',
  states: [
    {
      ...badge,
      id: 'badge-price',
      title: 'Price',
      when: 'On an agent’s card: what one message costs.',
      attributes: voice,
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      ...badge,
      id: 'badge-details',
      title: 'Parts of the price',
      when: 'Somebody wants to know what the price is made of.',
      attributes: { ...voice, details: '' },
      presses: ['button'],
      scenario: 'createWorld()',
      world: createWorld,
    },
    {
      ...badge,
      id: 'badge-free',
      title: 'Free messages left',
      when: 'The agent answers some messages for free.',
      attributes: { agent: 'language-tutor', details: '' },
      fallback: '0.35 credits / message',
      presses: ['button'],
      scenario: 'freeMessages()',
      world: freeMessages,
    },
    {
      ...badge,
      id: 'badge-team',
      title: 'For an organization',
      when: 'An organization pays, at its own price.',
      attributes: { agent: 'pitch-doctor', wallet: 'org:acme', details: '' },
      fallback: '4 credits / message',
      presses: ['button'],
      scenario: 'proPlan()',
      world: proPlan,
    },
    {
      ...badge,
      id: 'badge-signed-out',
      title: 'Visitor',
      when: 'Nobody is signed in: prices are public.',
      attributes: { ...voice, details: '' },
      presses: ['button'],
      scenario: 'signedOut()',
      world: signedOut,
    },
    {
      ...badge,
      id: 'badge-loading',
      title: 'Loading',
      when: 'Until the price is there, what the server wrote into the page stands.',
      attributes: voice,
      scenario: 'loading()',
      world: loading,
      waits: true,
    },
    {
      ...badge,
      id: 'badge-error',
      title: 'No answer',
      when: 'The price can’t be had: what the server wrote into the page stays.',
      attributes: voice,
      scenario: 'serverError()',
      world: serverError,
    },
  ],
};
