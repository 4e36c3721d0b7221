import type { Words } from '../words.ts';

export const plan: Words['plan'] = {
  title: 'プラン',
  compare: 'プランの内容',
  feature: '機能',
  price: (dollars, interval) => `${dollars} / ${interval === 'month' ? '月' : '年'}`,
  free: '無料',
  current: 'ご利用中のプラン',
  yes: '含まれます',
  no: '含まれません',
  some: ({ text, count }, size) => (count === 1 ? `${text} ファイル、${size}` : `${text} ファイル、各 ${size}`),
  status: { free: '', active: '有効', past_due: '支払い遅延', ended: '終了' },
  renews: (day) => `${day}に更新されます。`,
  ends: (name, day) => `プランは解約済みです。${name} は${day}まで利用できます。購入したクレジットはその後も残ります。`,
  pastDue: (name, day) =>
    `前回のお支払いが完了しませんでした。${name} を継続するには、${day}までにカード情報を更新してください。`,
  pastDueSoon: (name) => `前回のお支払いが完了しませんでした。${name} を継続するには、カード情報を更新してください。`,
  ended: (name) => `有料プランが終了し、現在は ${name} です。購入したクレジットはそのまま残っています。`,
  upgrade: (name) => `${name} にアップグレード`,
  updateCard: 'カードを更新',
  manage: 'プランを管理',
  opening: '開いています…',
  signIn: 'ログインしてアップグレード',
  secure: 'Stripe の安全なページで支払います。いつでも解約できます。',
  confirming: 'お支払いを確認しています。しばらくお待ちください。',
  changed: (name) => `${name} に変更されました。`,
};
