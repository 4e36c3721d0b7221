import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

const periods: Words['budgets']['periods'] = { day: '1 日あたり', week: '1 週間あたり', month: '1 か月あたり' };

export const budgets: Words['budgets'] = {
  title: 'メンバーの予算',
  none: 'すべてのメンバーがウォレットの残高を使えます。予算を設定すると、メンバーごとに上限を決められます。',
  noneOwn: 'ウォレットの残高を使えます。',
  member: 'メンバー',
  memberId: 'メンバー ID',
  limit: '上限（クレジット）',
  period: '期間',
  periods,
  per: (limit, period) => `${periods[period]} ${creditsOf(limit)}`,
  spent: (spent, limit) => `${limit} のうち ${spent} を使用`,
  resets: (when) => `リセット：${when}`,
  add: '予算を設定',
  edit: '編集',
  editOf: (name) => `${name} の予算を編集`,
  save: '保存',
  lift: '予算を解除',
  cancel: 'キャンセル',
  saved: '予算を保存しました',
  noMember: 'メンバーを指定してください。',
  notANumber: 'クレジットの額を入力してください。',
};
