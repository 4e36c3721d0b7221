import type { FetchSession } from '@kopai/elements';

/** Asks your backend who is signed in; it answers with a session of theirs, or with 401. */
export const fetchSession: FetchSession = async () => {
  const answer = await fetch('/api/kopai-session', { method: 'POST' });
  return answer.ok ? answer.json() : null;
};
