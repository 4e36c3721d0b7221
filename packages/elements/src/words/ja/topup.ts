import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

export const topup: Words['topup'] = {
  choose: 'パックを選択',
  credits: creditsOf,
  pay: (price) => `${price} を支払う`,
  opening: '決済ページを開いています…',
  secure: 'Stripe の安全なページで支払い、完了後にここへ戻ります。',
  secureHere: 'このページ内の Stripe のフォームでお支払いいただきます。',
  signIn: 'ログインしてチャージ',
  back: 'パックの選択に戻る',
  obstacles: {
    no_key: 'このページでのお支払いは設定されていません。',
    not_loaded: 'Stripe の決済フォームを読み込めませんでした。ブロッカーまたはネットワークが原因の可能性があります。',
    shadow_tree: 'ページのこの場所には Stripe の決済フォームを表示できません。',
  },
  payAtStripe: 'Stripe のページで支払う',
  none: '現在販売中のパックはありません。',
  checking: 'お支払いを確認しています…',
  pendingTitle: 'お支払いが完了していません',
  pending: (amount, price) => `${creditsOf(amount)}（${price}）のお支払いが途中です。`,
  resume: '支払いを続ける',
  startOver: '最初からやり直す',
  processingTitle: 'お支払いを処理しています',
  processing: (amount) =>
    `銀行が確認しています。${creditsOf(amount)}は自動的に追加されます。このページを離れてもかまいません。`,
  paidTitle: (amount) => `${creditsOf(amount)}を追加しました`,
  paid: (price) => `${price} をお支払いいただきました。`,
  receipt: '領収書を表示',
  done: '完了',
  failedTitle: 'お支払いが承認されませんでした',
  failed: '料金は請求されていません。別のカードまたはパックをお試しください。',
  expiredTitle: '決済の有効期限が切れました',
  expired: '期限内にお支払いがなかったため、料金は請求されていません。',
  tryAgain: 'パックを選択',
};
