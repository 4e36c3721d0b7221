import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

export const autoTopup: Words['autoTopup'] = {
  title: 'Recarga automática',
  off: 'Desactivada. Actívela y sus mensajes nunca esperarán una recarga.',
  set: 'Configurar',
  change: 'Cambiar',
  on: 'Activar',
  stop: 'Desactivar',
  cancel: 'Cancelar',
  below: 'Por debajo de (créditos)',
  buy: 'Comprar',
  pack: (amount, price) => `${creditsOf(amount)} por ${price}`,
  times: 'Como máximo, veces al mes',
  sentence: (threshold, price, amount, most) =>
    `Cuando su saldo baje de ${creditsOf(threshold)}, cobraremos ${price} por ${creditsOf(amount)}, como máximo ${most} al mes.`,
  consent: 'Guardar mi tarjeta para esto. Puedo desactivarlo aquí en cualquier momento.',
  spent: (spent, cap) => `${spent} de ${creditsOf(cap)} comprados este mes.`,
  switchedOn: 'La recarga automática está activada',
  switchedOff: 'La recarga automática está desactivada',
  noThreshold: 'Indique a partir de qué saldo comprar.',
  noTimes: 'Indique cuántas veces al mes, al menos una.',
  noConsent: 'Hace falta su consentimiento para guardar la tarjeta.',
  status: {
    off: 'Desactivada',
    ready: 'Activada',
    charging: 'Cobrando',
    waiting: 'En espera',
    needs_card: 'Falta una tarjeta',
    needs_action: 'Falta su confirmación',
    paused: 'En pausa',
  },
  waiting: (when) => `Próximo intento: ${when}.`,
  waitingSome: 'El próximo intento se hará solo.',
  needsCard: 'Todavía no hay ninguna tarjeta guardada. Pague una vez y se guardará para las siguientes.',
  saveCard: (price) => `Pagar ${price} y guardar la tarjeta`,
  needsAction: 'Su banco quiere que confirme el pago.',
  confirm: 'Confirmar pago',
  paused:
    'La tarjeta se rechazó demasiadas veces. Cambie la configuración o guarde otra tarjeta para empezar de nuevo.',
  failure: (reason) => `Última respuesta del banco: ${reason}`,
};
