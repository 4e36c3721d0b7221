import { plural } from '../plural.ts';
import type { Words } from '../words.ts';
import { credits } from './credits.ts';

export const badge: Words['badge'] = {
  perMessage: (count) => `${credits(count)} / mensaje`,
  free: 'Gratis',
  freeIncluded: ({ text, count }) => `${text} ${plural('es', count, { one: 'mensaje', other: 'mensajes' })} gratis`,
  freeLeft: ({ text, count }) => plural('es', count, { one: `queda ${text} gratis`, other: `quedan ${text} gratis` }),
  unavailable: 'Precio no disponible',
  retry: 'Reintentar',
  details: 'Qué cuesta un mensaje',
  infra: 'Ejecución',
  addOn: 'Recargo del editor',
  total: 'Por mensaje',
  unit: credits,
  affordable: ({ text, count }) => {
    if (count === 0) return 'Su saldo no alcanza para ningún mensaje.';
    return plural('es', count, {
      one: `Su saldo alcanza para ${text} mensaje.`,
      other: `Su saldo alcanza para unos ${text} mensajes.`,
    });
  },
};
