import type { Words } from '../words.ts';

export const section: Words['section'] = {
  retry: 'إعادة المحاولة',
  requestId: (id) => `الطلب ${id}`,
  signedOut: 'سجّل الدخول لعرض هذه المحفظة.',
  signIn: 'تسجيل الدخول',
  loading: 'جارٍ التحميل',
  failed: 'حدث خطأ ما.',
};
