import type { RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import { newId } from '../new-id.ts';

const sane = /^[A-Za-z0-9._-]{8,128}$/;

/** Echoes `X-Request-Id` if it is sane, else makes one. */
export function requestId(clock: Clock): RequestHandler {
  return (request, response, next) => {
    const sent = request.get('X-Request-Id');
    const id = sent !== undefined && sane.test(sent) ? sent : newId('request', clock());
    request.id = id;
    response.setHeader('X-Request-Id', id);
    next();
  };
}
