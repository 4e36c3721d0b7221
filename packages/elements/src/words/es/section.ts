import type { Words } from '../words.ts';

export const section: Words['section'] = {
  retry: 'Reintentar',
  requestId: (id) => `Solicitud ${id}`,
  signedOut: 'Inicie sesión para ver este saldo.',
  signIn: 'Iniciar sesión',
  loading: 'Cargando',
  failed: 'Algo ha salido mal.',
};
