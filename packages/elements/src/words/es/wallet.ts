import type { Words } from '../words.ts';
import { credits, creditsOf } from './credits.ts';

export const wallet: Words['wallet'] = {
  balance: 'Saldo',
  available: 'Disponible',
  held: 'Retenido para mensajes',
  debt: 'Pendiente de pago',
  unit: credits,
  worth: (dollars) => `≈ ${dollars}`,
  topup: 'Recargar',
  close: 'Cerrar',
  low: 'Su saldo se está agotando.',
  inDebt: (amount) =>
    `Debe ${creditsOf(amount)}: un pago se reembolsó o se disputó después de gastar sus créditos. Los mensajes están en pausa; su próxima recarga salda primero esta deuda.`,
  empty: 'Recargue para empezar a enviar mensajes.',
  used: 'No quedan créditos. Un propietario o administrador puede recargar.',
  changed: (amount) => `Saldo: ${creditsOf(amount)}`,
};
