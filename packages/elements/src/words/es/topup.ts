import type { Words } from '../words.ts';
import { creditsOf } from './credits.ts';

export const topup: Words['topup'] = {
  choose: 'Elija un paquete',
  credits: creditsOf,
  pay: (price) => `Pagar ${price}`,
  opening: 'Abriendo el pago…',
  secure: 'Se paga en una página segura de Stripe y después se vuelve aquí.',
  secureHere: 'Se paga aquí mismo, en un formulario de Stripe.',
  signIn: 'Iniciar sesión para recargar',
  back: 'Volver a los paquetes',
  obstacles: {
    no_key: 'El pago en esta página no está configurado.',
    not_loaded: 'El formulario de pago de Stripe no se cargó. Quizá lo impida un bloqueador o su red.',
    shadow_tree: 'El formulario de pago de Stripe no se puede mostrar en esta parte de la página.',
  },
  payAtStripe: 'Pagar en la página de Stripe',
  none: 'Ahora mismo no hay paquetes a la venta.',
  checking: 'Buscando su pago…',
  pendingTitle: 'Pago sin terminar',
  pending: (amount, price) => `${creditsOf(amount)} por ${price} ${amount.count === 1 ? 'le espera' : 'le esperan'}.`,
  resume: 'Continuar el pago',
  startOver: 'Empezar de nuevo',
  processingTitle: 'El pago se está procesando',
  processing: (amount) =>
    `Su banco lo está confirmando. ${creditsOf(amount)} ${amount.count === 1 ? 'llegará' : 'llegarán'} sin que tenga que hacer nada; puede salir de esta página.`,
  paidTitle: (amount) => `${creditsOf(amount)} ${amount.count === 1 ? 'añadido' : 'añadidos'}`,
  paid: (price) => `Pago de ${price} recibido.`,
  receipt: 'Ver recibo',
  done: 'Listo',
  failedTitle: 'Pago rechazado',
  failed: 'No se le ha cobrado nada. Pruebe con otra tarjeta u otro paquete.',
  expiredTitle: 'El pago ha caducado',
  expired: 'No se pagó a tiempo y no se le ha cobrado nada.',
  tryAgain: 'Elegir un paquete',
};
