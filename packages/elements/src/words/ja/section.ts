import type { Words } from '../words.ts';

export const section: Words['section'] = {
  retry: '再試行',
  requestId: (id) => `リクエスト ${id}`,
  signedOut: 'ウォレットを表示するにはログインしてください。',
  signIn: 'ログイン',
  loading: '読み込み中',
  failed: '問題が発生しました。',
};
