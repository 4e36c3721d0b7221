import type { Words } from '../words.ts';

export const plan: Words['plan'] = {
  title: 'Plan',
  compare: 'Qué incluyen los planes',
  feature: 'Función',
  price: (dollars, interval) => `${dollars} / ${interval === 'month' ? 'mes' : 'año'}`,
  free: 'Sin costo',
  current: 'Su plan',
  yes: 'Incluido',
  no: 'No incluido',
  some: ({ text, count }, size) => (count === 1 ? `${text} archivo, ${size}` : `${text} archivos, ${size} cada uno`),
  status: { free: '', active: 'Activo', past_due: 'Pago atrasado', ended: 'Terminado' },
  renews: (day) => `Se renueva el ${day}.`,
  ends: (name, day) =>
    `Su plan está cancelado. ${name} sigue hasta el ${day}; los créditos comprados se conservan también después.`,
  pastDue: (name, day) => `Su último pago no se realizó. Actualice su tarjeta antes del ${day} para conservar ${name}.`,
  pastDueSoon: (name) => `Su último pago no se realizó. Actualice su tarjeta para conservar ${name}.`,
  ended: (name) => `Su plan de pago ha terminado; ahora tiene ${name}. Los créditos comprados siguen intactos.`,
  upgrade: (name) => `Cambiar a ${name}`,
  updateCard: 'Actualizar tarjeta',
  manage: 'Gestionar plan',
  opening: 'Abriendo…',
  signIn: 'Iniciar sesión para cambiar',
  secure: 'Se paga en una página segura de Stripe. Cancele cuando quiera.',
  confirming: 'Su pago se está confirmando. Tarda un momento.',
  changed: (name) => `Ahora tiene ${name}.`,
};
