import type { Words } from '../words.ts';
import { credits } from './credits.ts';

export const badge: Words['badge'] = {
  perMessage: () => 'クレジット / メッセージ',
  free: '無料',
  freeIncluded: ({ text }) => `無料メッセージ ${text} 件`,
  freeLeft: ({ text }) => `無料 残り ${text} 件`,
  unavailable: '価格を表示できません',
  retry: '再試行',
  details: 'メッセージの料金',
  infra: '実行料金',
  addOn: '提供者の追加料金',
  total: '1 メッセージあたり',
  unit: credits,
  affordable: ({ text, count }) =>
    count === 0
      ? '残高が足りないため、メッセージを送信できません。'
      : `残高で約 ${text} 件のメッセージを送信できます。`,
};
