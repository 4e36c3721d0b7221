import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KopaiError } from '@kopai/sdk';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import * as z from 'zod/mini';
import { answerMessage, messageRequest } from './answer-message.ts';
import { type Clients, createClients } from './clients.ts';
import { Conversations } from './conversations.ts';
import { readListing, readListings, readQuotes } from './listings.ts';
import { agentPage } from './pages/agent-page.ts';
import { marketplacePage } from './pages/marketplace-page.ts';
import { noticePage } from './pages/notice-page.ts';
import type { Scene } from './pages/scene.ts';
import { walletPage } from './pages/wallet-page.ts';
import { nextMessageText } from './price-text.ts';
import { refusalOf } from './refusal.ts';
import {
  contextCookie,
  type Persona,
  personaCookie,
  personalContext,
  type Visitor,
  visitorOf,
  walletOf,
} from './visitors.ts';

export interface SiteOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly kopaiUrl: string;
  /** The operator's secret key: it stays on this backend. */
  readonly apiKey: string;
  readonly onError: (error: unknown) => void;
}

export interface Site {
  readonly url: string;
  /** Takes no new requests and lets the running ones end. */
  close(): Promise<void>;
}

/** Opens the marketplace on this machine. Throws when its browser scripts were not built. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const server = createServer(createSite(options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
    },
  };
}

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function createSite({ kopaiUrl, apiKey, onError }: SiteOptions): Express {
  const scripts = folderOf('../dist/');
  if (!existsSync(scripts)) throw new Error(`${scripts} is not there: build it with npm run build`);
  const clients = createClients({ baseUrl: kopaiUrl, apiKey });
  const conversations = new Conversations();
  const app = express();
  app.disable('x-powered-by');
  app.use(headers(kopaiUrl));
  app.use('/assets', express.static(scripts), express.static(folderOf('./assets/')));
  app.use(refuseOtherOrigins);

  const sceneOf = async (request: Request): Promise<Scene> => {
    const visitor = visitorOf(request.get('Cookie'));
    const { persona } = visitor;
    const wallet = persona && (await clients.for(persona).wallets.get(walletOf(visitor)));
    return { visitor, kopaiUrl, path: request.path, wallet };
  };
  servePages(app, { clients, conversations, sceneOf });
  serveSwitches(app);
  serveApi(app, { clients, conversations });
  app.use(async (request: Request, response: Response) => {
    response.status(404).send(noticePage(await sceneOf(request), notFound));
  });
  app.use(failed(onError, sceneOf));
  return app;
}

const notFound = { title: 'Page not found', text: 'The address may be mistyped, or the agent is no longer offered.' };

/** Scripts, styles and connections from here and from Kopai alone; Trusted Types for what Lit renders. */
const headers = (kopaiUrl: string) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'", kopaiUrl],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html'],
      },
    },
    // Without a referrer browsers send forms with `Origin: null`, which tells nobody where they come from.
    referrerPolicy: { policy: 'same-origin' },
    // It is served over plain HTTP on this machine.
    strictTransportSecurity: false,
  });

/** Another site's page can't act as the visitor, cookie or not. */
function refuseOtherOrigins(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('Origin');
  const own = `${request.protocol}://${request.get('Host')}`;
  if (request.method === 'GET' || origin === undefined || origin === own) next();
  else response.status(403).type('text/plain').send('This is for pages of the demo itself.');
}

interface PageDependencies {
  readonly clients: Clients;
  readonly conversations: Conversations;
  readonly sceneOf: (request: Request) => Promise<Scene>;
}

function servePages(app: Express, { clients, conversations, sceneOf }: PageDependencies): void {
  const page = (path: string, draw: (scene: Scene, request: Request) => Promise<string> | string) =>
    app.get(path, async (request, response) => {
      const drawn = await draw(await sceneOf(request), request);
      response.set('Cache-Control', 'private, no-cache').send(drawn);
    });
  page('/', async (scene) => {
    const { visitor } = scene;
    return marketplacePage(scene, await readListings(clients.for(visitor.persona), visitor));
  });
  page('/agents/:id', async (scene, request) => {
    const { visitor } = scene;
    const agentId = String(request.params.id);
    const listing = await readListing(clients.for(visitor.persona), visitor, agentId);
    const key = { userId: visitor.persona?.id ?? '', context: visitor.context, agentId };
    return agentPage(scene, listing, visitor.persona ? conversations.turns(key) : []);
  });
  page('/settings/billing', (scene) => walletPage(scene, personalContext));
  page('/orgs/acme/wallet', (scene) => walletPage(scene, 'acme'));
}

const switchRequest = z.object({ back: z.string(), persona: z.optional(z.string()), context: z.optional(z.string()) });

/** The forms that switch persona and context; what they say is checked when the cookie is read. */
function serveSwitches(app: Express): void {
  const form = express.urlencoded({ extended: false, limit: '2kb' });
  app.post(['/persona', '/context'], form, (request, response) => {
    const { back, persona, context } = z.parse(switchRequest, request.body);
    const year = { httpOnly: true, sameSite: 'lax', maxAge: 365 * 24 * 3_600_000 } as const;
    if (persona !== undefined) response.cookie(personaCookie, persona, year);
    if (context !== undefined) response.cookie(contextCookie, context, year);
    // A path of this site and nothing else: `//elsewhere` is a host.
    response.redirect(303, /^\/(?![/\\])/.test(back) ? back : '/');
  });
}

function serveApi(app: Express, deps: Pick<PageDependencies, 'clients' | 'conversations'>): void {
  const { clients } = deps;
  app.use('/api', express.json({ limit: '16kb' }), (_request, response, next) => {
    response.set('Cache-Control', 'private, no-store');
    next();
  });
  app.post('/api/session', async (request, response) => {
    const { token, expiresAt } = await clients.mintSession(signedIn(request));
    response.json({ token, expiresAt });
  });
  app.post('/api/messages', async (request, response) => {
    const persona = signedIn(request);
    const message = z.parse(messageRequest, request.body);
    const { reply, quote } = await answerMessage({ ...deps, pause }, persona, message);
    response.json({ reply, ...(quote && next(quote, message)) });
  });
  app.get('/api/quote', async (request, response) => {
    const persona = signedIn(request);
    const visitor: Visitor = { persona, context: String(request.query.context) };
    const [quote] = await readQuotes(clients.for(persona), visitor, [String(request.query.agent)]);
    response.json(quote ? next(quote, visitor) : {});
  });
  const next = (
    quote: Parameters<typeof nextMessageText>[0] & { token: string },
    { context }: { context: string },
  ) => ({
    quote: quote.token,
    terms: nextMessageText(quote, context),
  });
}

function signedIn(request: Request): Persona {
  const { persona } = visitorOf(request.get('Cookie'));
  if (persona) return persona;
  throw new KopaiError({ code: 'unauthenticated', status: 401, detail: 'Sign in first.' });
}

/** The site's own backend says no as Kopai does; a page says it in a sentence. */
const failed =
  (onError: SiteOptions['onError'], sceneOf: PageDependencies['sceneOf']) =>
  async (error: unknown, request: Request, response: Response, _next: NextFunction): Promise<void> => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) onError(error);
    response.status(refusal.status);
    if (request.path.startsWith('/api/')) return void response.json(refusal);
    const scene = await sceneOf(request).catch(() => undefined);
    const notice = refusal.status === 404 ? notFound : { title: 'Something went wrong', text: refusal.detail };
    if (scene) response.send(noticePage(scene, notice));
    else response.type('text/plain').send(`${notice.title}. ${notice.text}`);
  };
