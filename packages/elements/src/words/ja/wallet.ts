import type { Words } from '../words.ts';
import { credits, creditsOf } from './credits.ts';

export const wallet: Words['wallet'] = {
  balance: '残高',
  available: '利用可能',
  held: 'メッセージ用に確保中',
  debt: '不足額',
  unit: credits,
  worth: (dollars) => `約 ${dollars}`,
  topup: 'チャージ',
  close: '閉じる',
  low: '残高が少なくなっています。',
  inDebt: (amount) =>
    `${creditsOf(amount)}が不足しています。クレジットの使用後に、お支払いの返金または異議申し立てがありました。メッセージは一時停止中です。次回のチャージは、まずこの不足分に充てられます。`,
  empty: 'メッセージを送信するにはチャージしてください。',
  used: 'クレジットが残っていません。オーナーまたは管理者がチャージできます。',
  changed: (amount) => `残高：${creditsOf(amount)}`,
};
