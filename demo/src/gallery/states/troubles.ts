import { loading, serverError, signedOut } from '@kopai/mocks';
import type { GalleryState } from '../state.ts';

type Subject = Pick<GalleryState, 'element' | 'attributes'> & { readonly id: string };

/** What every section that reads from the server has in common: the wait, the refusal, and the reader nobody knows. */
export function troublesOf({ id, ...subject }: Subject): readonly GalleryState[] {
  return [
    {
      ...subject,
      id: `${id}-loading`,
      title: 'Loading',
      when: 'Before the first answer: shapes in the size of what will stand there.',
      scenario: 'loading()',
      world: loading,
      waits: true,
    },
    {
      ...subject,
      id: `${id}-error`,
      title: 'Server error',
      when: 'The server failed: another try, and the id of the request to ask about.',
      scenario: 'serverError()',
      world: serverError,
    },
    {
      ...subject,
      id: `${id}-signed-out`,
      title: 'Signed out',
      when: 'Nobody is signed in.',
      scenario: 'signedOut()',
      world: signedOut,
    },
  ];
}
