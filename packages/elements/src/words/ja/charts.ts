import type { Counted } from '../counted.ts';
import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const inDays = ({ text, count }: Counted) => (count === 1 ? '今日' : `過去 ${text} 日間`);

export const charts: Words['charts'] = {
  spending: '利用額',
  earnings: '日別の収益',
  days: inDays,
  noSpending: 'まだ利用はありません。',
  noEarnings: 'まだ収益はありません。',
  day: '日付',
  spent: '利用',
  earned: '収益',
  messages: 'メッセージ',
  credits: creditsOf,
  average: (amount) => `1 日平均 ${creditsOf(amount)}`,
  messagesOf: ({ text }) => `メッセージ ${text} 件`,
  failed: 'グラフを読み込めませんでした。',
  spentIn: (total, days) => `${inDays(days)}の利用は ${creditsOf(total)}です。`,
  earnedIn: (total, days) => `${inDays(days)}の収益は ${creditsOf(total)}です。`,
  most: (amount, day) => `最大は ${day} の ${creditsOf(amount)}です。`,
  showTable: '表で表示',
  showChart: 'グラフで表示',
};
